using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Seedance.Functions.Tests.Options;

/// <summary>Settings as the environment has them, read by the app at start. Ranges are tested against the configuration page.</summary>
public class SettingsTests
{
    private const string Hash = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string SameHash = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Reference = "@Microsoft.KeyVault(SecretUri=https://studio.vault.azure.net/secrets/key/)";
    private const string Long = "a23456789012345678901234567890123";
    private const string Fast = "seedance-2.0-fast-image-to-video";
    private const string Callback = "Clients__studio__Callback";
    private const string Tables = "https://account.table.core.windows.net";

    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["Seedance__Storage"] = "UseDevelopmentStorage=true",
        ["Seedance__PublicBaseUrl"] = "https://videos.example.com",
        ["Seedance__WebhookKey"] = Samples.Key(1),
        ["Seedance__LinkKey"] = Samples.Key(3),
        ["Seedance__Providers__evolink__ApiKey"] = "provider-key",
        ["Seedance__Clients__studio__KeySha256"] = SameHash.ToLowerInvariant(),
    };

    [Theory]
    [InlineData("PublicBaseUrl", "videos.example.com", "WebhookKey", "secret", "WebhookKeyPrevious", "secret", "LinkKey", "secret")]
    [InlineData("PublicBaseUrl", "ftp://videos.example.com", "WebhookKey", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==")]
    [InlineData("PublicBaseUrl", "http://videos.example.com", "WebhookKey", Reference, "WebhookKeyPrevious", Reference, "LinkKey", "")]
    [InlineData("PublicBaseUrl", "https://videos.example.com/api", "LinkKey", " @microsoft.keyvault(VaultName=studio;SecretName=my key)")]
    [InlineData("PublicBaseUrl", "https://videos.example.com/?a=b", "WebhookKey", "")]
    [InlineData("PublicBaseUrl", "https://videos.example.com/#a", "Provider", "other", "Callbacks__Ports__0", "65536")]
    [InlineData("Providers__evolink__BaseUrl", "api", "Providers__evolink__ApiKey", "key\n", "Providers__evolink__TimeoutSeconds", "0")]
    [InlineData("Providers__evolink__BaseUrl", "https://relay.example/api/v1/")]
    [InlineData("Providers__evolink__BaseUrl", "https://relay.example/api?")]
    [InlineData("Providers__evolink__ApiKey", "k ey", "Prices__evolink", "evolink-2026-04-17", "Prices__other", "other-2026-01-01")]
    [InlineData("Providers__evolink__BaseUrl", "https://relay.example/#v2", "Providers__seedanceapi__HonoursIdempotencyKey", "true")]
    [InlineData("Providers__evolink__ApiKey", "ключ", "Prices__evolink", "2026-01-01", "Prices__seedanceapi", "evolink-2026-04-16")]
    [InlineData("Clients__third__KeySha256", SameHash, "Clients__studio__DailyCredits", "-0.01")]
    [InlineData("Clients__studio__KeySha256", "", Callback + "Secret", "whsec_short")]
    [InlineData("Clients__studio__KeySha256", Reference, Callback + "Secret", Reference)]
    [InlineData("Clients__studio__KeySha256", "000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Clients__studio__KeySha256", Hash + "\n")]
    [InlineData("Waiting__ReconcileHours", "0.5", "Waiting__PollSeconds", "NaN", "SweepGraceSeconds", "NaN")]
    [InlineData("Waiting__PollSeconds", "Infinity", "Videos__MaxBytes", "0")]
    [InlineData("Videos__Container", "", "Videos__AllowedHosts", "cdn.example.com, https://cdn.example.com")]
    [InlineData("Videos__Container", "Videos", "Videos__AllowedHosts", "*")]
    [InlineData("Videos__Container", "a--b", "Videos__AllowedHosts", "a.*.example.com")]
    [InlineData("Videos__AllowedHosts", "cdn.example.com:0")]
    [InlineData("Videos__AllowedHosts", "*.example.com:65536")]
    [InlineData("Videos__AllowedHosts", "cdn.example.com:")]
    [InlineData("Videos__AllowedHosts", "cdn.example.com:99999999999")]
    [InlineData("Videos__Container", Long + Long, "Videos__AllowedHosts", "cdn-.example.com")]
    [InlineData("Events__TopicEndpoint", "events.example.com", "Uploads__Container", "Uploads", "Uploads__Model", "seedance-1.0")]
    [InlineData("Events__TopicEndpoint", "http://topic.region-1.eventgrid.azure.net/api/events", "Uploads__Container", "videos")]
    [InlineData("Events__TopicEndpoint", "https://user:key@topic.region-1.eventgrid.azure.net/api/events", "Uploads__Prompt", " ")]
    [InlineData("Events__TopicEndpoint", "https://topic.region-1.eventgrid.azure.net/api/events?aeg-sas-key=secret")]
    [InlineData("Uploads__Duration", "16", "Uploads__Quality", "8k", "Uploads__AspectRatio", "2:1", "Uploads__CallbackUrl", "http://x/")]
    [InlineData("Uploads__Folders__shoes__Duration", "3")]
    // Unknown names, and values of another type.
    [InlineData("PublicBaseUrll", "x", "Waiting__PolSeconds", "5", "Clients__studio__DailyCredit", "5", "Storage__tableServiceUrl", Tables)]
    [InlineData("Sturage", "x", "Waiting__PollSeconds", "five", "Waiting__PollsPerExecution", "2.5", "SignedLinks", "no")]
    [InlineData("Waiting__PollSeconds", "", "Videos__MaxBytes", "99999999999999999999", "Clients__studio__DailyCredits", "1,5 credits")]
    [InlineData("Waiting", "5")]
    public void Wrong_values_are_named_as_in_the_environment_all_at_once(params string[] settings)
        => AssertNamed(settings.Where((_, index) => index % 2 == 0), settings);

    [Theory]
    [InlineData("Storage", "Storage", "")]
    [InlineData("Storage", "Storage", "", "Storage__tableServiceUri", Tables)]
    [InlineData("Storage", "Storage", "", "Storage__tableServiceUri", Tables, "Storage__blobServiceUri", "account.blob")]
    [InlineData("Provider__evolink", "Provider__evolink__ApiKey", "x")]
    [InlineData("Wating", "Wating__PollSeconds", "5")]
    [InlineData("Providers__other", "Providers__other__ApiKey", "key")]
    [InlineData("Clients__Anonymous", "AllowAnonymous", "true", "Clients__Anonymous__KeySha256", Hash)]
    [InlineData("Clients__a_b", "Clients__a_b__KeySha256", Hash)]
    [InlineData("Clients__..", "Clients__..__KeySha256", Hash)]
    [InlineData("Clients__a\n", "Clients__a\n__KeySha256", Hash)]
    [InlineData("Clients__" + Long, "Clients__" + Long + "__KeySha256", Hash)]
    [InlineData(Callback + "Secret", Callback + "SecretPrevious", Secret)]
    [InlineData(Callback + "Secret", Callback + "Url", "https://example.com/hook")]
    [InlineData(Callback + "SecretPrevious", Callback + "SecretPrevious", "whsec_short", Callback + "Secret", Secret)]
    [InlineData(Callback + "SecretPrevious", Callback + "SecretPrevious", Reference, Callback + "Secret", Secret)]
    [InlineData(Callback + "Url", Callback + "Url", "http://example.com/hook", Callback + "Secret", Secret)]
    [InlineData(Callback + "Url", Callback + "Url", "https://10.0.0.1/hook", Callback + "Secret", Secret)]
    [InlineData(Callback + "Url", Callback + "Url", "https://example.com:8443/hook", Callback + "Secret", Secret)]
    [InlineData("Uploads__Folders__a/b", "Uploads__Folders__a/b__Prompt", "x")]
    [InlineData("Uploads__Folders__..", "Uploads__Folders__..__Prompt", "x")]
    // 1080p is no quality of the fast models.
    [InlineData("Uploads__Folders__x__Quality", "Uploads__Folders__x__Quality", "1080p", "Uploads__Model", Fast)]
    public void What_is_wrong_because_of_other_settings_is_named(string named, params string[] settings) => AssertNamed([named], settings);

    [Theory]
    [InlineData("PublicBaseUrl", "", "WebhookKey", "")]
    [InlineData("PublicBaseUrl", "http://127.0.0.1:7071", "AllowPrivateNetworks", "TRUE")]
    [InlineData("SignedLinks", "false", "LinkKey", "", "Providers__EvoLink__BaseUrl", "http://127.0.0.1:1/relay/v1beta/")]
    [InlineData("Providers__evolink__ApiKey", Reference, "Prices__evolink", "evolink-2026-04-16", "Clients__studio__DailyCredits", "0")]
    [InlineData("Prices__evolink", "2026-05-01", "Prices__seedanceapi", "", "Clients__studio__DailyCredits", "")]
    [InlineData("Clients__a-1.B__KeySha256", Hash, "WAITING__POLLSECONDS", "0.5", "Events__TopicEndpoint", FakeTopic.Endpoint)]
    [InlineData("Videos__AllowedHosts", "cdn.example.com, *.videos.example.com:8443,127.0.0.1", "Videos__Container", "a-1")]
    [InlineData("Storage", "", "Storage__tableServiceUri", Tables, "storage__BLOBSERVICEURI", "https://account.blob.core.windows.net")]
    [InlineData(Callback + "Url", "https://example.com:8443/hook?secret=1", Callback + "Secret", Secret,
        Callback + "SecretPrevious", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Callbacks__Ports__0", "8443")]
    [InlineData(Callback + "Url", "http://localhost:5000/hook", Callback + "Secret", Secret, "AllowPrivateNetworks", "true")]
    [InlineData("Uploads__Folders__shoes__Model", Fast, "Uploads__Folders__shoes__Duration", "15",
        "Uploads__Folders__shoes__AspectRatio", "adaptive", "Uploads__Folders__shoes__GenerateAudio", "false")]
    public void Good_settings_pass(params string[] settings) => Assert.Empty(Read(settings));

    [Fact]
    public void No_message_gives_a_secret_away()
    {
        const string secret = "much-too-short-a-secret";
        var said = Read("WebhookKey", secret, "LinkKey", secret, Callback + "Secret", "whsec_" + secret,
            Callback + "Url", "http://example.com/" + secret, "Providers__evolink__ApiKey", secret + "\n",
            "Events__TopicEndpoint", "https://topic.eventgrid.azure.net/api/events?aeg-sas-key=" + secret);

        Assert.Equal(6, said.Count);
        Assert.DoesNotContain(secret, string.Join(' ', said), StringComparison.Ordinal);
    }

    private static void AssertNamed(IEnumerable<string> settings, string[] values) => Assert.Equal(
        settings.Select(setting => "Seedance__" + setting).Order(StringComparer.Ordinal),
        Read(values).Select(sentence => sentence.Split(' ', ':')[0]).Order(StringComparer.Ordinal));

    /// <summary>Starts the app with good settings and these, names and values in turn; what it says.</summary>
    private static IReadOnlyList<string> Read(params string[] settings)
    {
        var values = new Dictionary<string, string?>(Valid);
        foreach (var pair in settings.Chunk(2)) values[$"Seedance__{pair[0]}"] = pair[1];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            values.Select(each => KeyValuePair.Create(each.Key.Replace("__", ":", StringComparison.Ordinal), each.Value))).Build();
        try
        {
            using var services = new ServiceCollection().AddLogging().AddSeedance(configuration).BuildServiceProvider();
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
    }
}
