using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

/// <summary>Settings as the environment has them, read by the app at start. Ends of ranges are tested against the configuration page.</summary>
public class SettingsTests
{
    private const string Hash = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string SameHash = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Reference = "@Microsoft.KeyVault(SecretUri=https://studio.vault.azure.net/secrets/key/)";
    private const string Long = "a23456789012345678901234567890123";
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
    [InlineData("PublicBaseUrl", "videos.example.com")]
    [InlineData("PublicBaseUrl", "ftp://videos.example.com")]
    [InlineData("PublicBaseUrl", "http://videos.example.com")]
    [InlineData("PublicBaseUrl", "https://videos.example.com/api")]
    [InlineData("PublicBaseUrl", "https://videos.example.com/?a=b")]
    [InlineData("PublicBaseUrl", "https://videos.example.com/#a")]
    [InlineData("WebhookKey", "")]
    [InlineData("WebhookKey", "secret")]
    [InlineData("WebhookKey", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==")]
    [InlineData("WebhookKey", Reference)]
    [InlineData("WebhookKeyPrevious", "secret")]
    [InlineData("WebhookKeyPrevious", Reference)]
    [InlineData("LinkKey", "")]
    [InlineData("LinkKey", "secret")]
    [InlineData("LinkKey", " @microsoft.keyvault(VaultName=studio;SecretName=my key)")]
    [InlineData("Provider", "other")]
    [InlineData("Providers__other", "", "Providers__other__ApiKey", "key")]
    [InlineData("Providers__evolink__BaseUrl", "api")]
    [InlineData("Providers__evolink__ApiKey", "key\n")]
    [InlineData("Providers__evolink__ApiKey", "k ey")]
    [InlineData("Providers__evolink__ApiKey", "ключ")]
    [InlineData("Prices__other", "other-2026-01-01")]
    [InlineData("Prices__evolink", "evolink-2026-04-17")]
    [InlineData("Prices__evolink", "2026-01-01")]
    [InlineData("Prices__seedanceapi", "evolink-2026-04-16")]
    [InlineData("Clients__third__KeySha256", SameHash)]
    [InlineData("Clients__studio__KeySha256", "")]
    [InlineData("Clients__studio__KeySha256", Reference)]
    [InlineData("Clients__studio__KeySha256", "000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Clients__studio__KeySha256", Hash + "\n")]
    [InlineData("Clients__Anonymous", "", "AllowAnonymous", "true", "Clients__Anonymous__KeySha256", Hash)]
    [InlineData("Clients__a_b", "", "Clients__a_b__KeySha256", Hash)]
    [InlineData("Clients__..", "", "Clients__..__KeySha256", Hash)]
    [InlineData("Clients__a\n", "", "Clients__a\n__KeySha256", Hash)]
    [InlineData("Clients__" + Long, "", "Clients__" + Long + "__KeySha256", Hash)]
    [InlineData("Clients__studio__DailyCredits", "-0.01")]
    [InlineData("Clients__studio__CallbackSecret", "whsec_short")]
    [InlineData("Clients__studio__CallbackSecret", Reference)]
    [InlineData("Clients__studio__CallbackSecret", "", "Clients__studio__CallbackSecretPrevious", Secret)]
    [InlineData("Clients__studio__CallbackSecret", "", "Clients__studio__CallbackUrl", "https://example.com/hook")]
    [InlineData("Clients__studio__CallbackSecretPrevious", "whsec_short", "Clients__studio__CallbackSecret", Secret)]
    [InlineData("Clients__studio__CallbackSecretPrevious", Reference, "Clients__studio__CallbackSecret", Secret)]
    [InlineData("Clients__studio__CallbackUrl", "http://example.com/hook", "Clients__studio__CallbackSecret", Secret)]
    [InlineData("Clients__studio__CallbackUrl", "https://10.0.0.1/hook", "Clients__studio__CallbackSecret", Secret)]
    [InlineData("Clients__studio__CallbackUrl", "https://example.com:8443/hook", "Clients__studio__CallbackSecret", Secret)]
    [InlineData("Waiting__ReconcileHours", "0.5")]
    [InlineData("Waiting__PollSeconds", "NaN")]
    [InlineData("Waiting__PollSeconds", "Infinity")]
    [InlineData("SweepGraceSeconds", "NaN")]
    [InlineData("Videos__Container", "")]
    [InlineData("Videos__Container", "Videos")]
    [InlineData("Videos__Container", "a--b")]
    [InlineData("Videos__Container", "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a")]
    [InlineData("Videos__AllowedHosts", "cdn.example.com, https://cdn.example.com")]
    [InlineData("Videos__AllowedHosts", "*")]
    [InlineData("Videos__AllowedHosts", "a.*.example.com")]
    [InlineData("Videos__AllowedHosts", "cdn-.example.com")]
    [InlineData("Callbacks__Ports__0", "65536")]
    [InlineData("Events__TopicEndpoint", "events.example.com")]
    [InlineData("Events__TopicEndpoint", "http://topic.region-1.eventgrid.azure.net/api/events")]
    [InlineData("Events__TopicEndpoint", "https://user:key@topic.region-1.eventgrid.azure.net/api/events")]
    [InlineData("Events__TopicEndpoint", "https://topic.region-1.eventgrid.azure.net/api/events?aeg-sas-key=secret")]
    [InlineData("Uploads__Container", "Uploads")]
    [InlineData("Uploads__Container", "videos")]
    [InlineData("Uploads__Prompt", " ")]
    [InlineData("Uploads__Model", "seedance-1.0")]
    [InlineData("Uploads__Duration", "16")]
    [InlineData("Uploads__Quality", "8k")]
    [InlineData("Uploads__AspectRatio", "2:1")]
    [InlineData("Uploads__CallbackUrl", "http://studio.example.com/")]
    [InlineData("Uploads__Folders__shoes__Duration", "3")]
    [InlineData("Uploads__Folders__a/b", "", "Uploads__Folders__a/b__Prompt", "x")]
    [InlineData("Uploads__Folders__..", "", "Uploads__Folders__..__Prompt", "x")]
    // 1080p is no quality of the fast models.
    [InlineData("Uploads__Folders__shoes__Quality", "1080p", "Uploads__Model", "seedance-2.0-fast-image-to-video")]
    public void A_wrong_value_is_named_as_in_the_environment(string name, string value, params string[] more)
        => AssertNamed($"Seedance__{name}", Read([name, value, .. more]));

    [Theory]
    [InlineData("PublicBaseUrll", "x")]
    [InlineData("Waiting__PolSeconds", "5")]
    [InlineData("Clients__studio__DailyCredit", "5")]
    [InlineData("Storage__tableServiceUrl", Tables)]
    [InlineData("Sturage", "x")]
    [InlineData("Provider__evolink__ApiKey", "x", "Seedance__Provider__evolink")]
    [InlineData("Wating__PollSeconds", "5", "Seedance__Wating")]
    [InlineData("Waiting", "5")]
    [InlineData("Waiting__PollSeconds", "five")]
    [InlineData("Waiting__PollSeconds", "")]
    [InlineData("Waiting__PollsPerExecution", "2.5")]
    [InlineData("Videos__MaxBytes", "99999999999999999999")]
    [InlineData("SignedLinks", "no")]
    [InlineData("Clients__studio__DailyCredits", "1,5 credits")]
    public void So_are_an_unknown_name_and_a_value_of_another_type(string name, string value, string? named = null)
        => AssertNamed(named ?? $"Seedance__{name}", Read(name, value));

    [Theory]
    [InlineData("PublicBaseUrl", "", "WebhookKey", "")]
    [InlineData("PublicBaseUrl", "http://127.0.0.1:7071", "AllowPrivateNetworks", "TRUE")]
    [InlineData("SignedLinks", "false", "LinkKey", "")]
    [InlineData("Providers__EvoLink__BaseUrl", "http://127.0.0.1:1")]
    [InlineData("Providers__evolink__ApiKey", Reference)]
    [InlineData("Prices__evolink", "evolink-2026-04-16")]
    [InlineData("Prices__evolink", "2026-05-01", "Prices__seedanceapi", "")]
    [InlineData("Clients__studio__DailyCredits", "0")]
    [InlineData("Clients__studio__DailyCredits", "")]
    [InlineData("Clients__a-1.B__KeySha256", Hash)]
    [InlineData("WAITING__POLLSECONDS", "0.5")]
    [InlineData("Videos__AllowedHosts", "cdn.example.com, *.videos.example.com,127.0.0.1")]
    [InlineData("Videos__Container", "a-1")]
    [InlineData("Events__TopicEndpoint", FakeTopic.Endpoint)]
    [InlineData("Storage", "", "Storage__tableServiceUri", Tables, "storage__BLOBSERVICEURI", "https://account.blob.core.windows.net")]
    [InlineData("Clients__studio__CallbackUrl", "https://example.com:8443/hook?secret=1", "Clients__studio__CallbackSecret", Secret,
        "Clients__studio__CallbackSecretPrevious", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Callbacks__Ports__0", "8443")]
    [InlineData("Clients__studio__CallbackUrl", "http://localhost:5000/hook", "Clients__studio__CallbackSecret", Secret, "AllowPrivateNetworks", "true")]
    [InlineData("Uploads__Folders__shoes__Model", "seedance-2.0-fast-image-to-video", "Uploads__Folders__shoes__Duration", "15",
        "Uploads__Folders__shoes__AspectRatio", "adaptive", "Uploads__Folders__shoes__GenerateAudio", "false")]
    public void Good_settings_pass(params string[] settings) => Assert.Empty(Read(settings));

    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        Assert.Equal(2, Read("AllowAnonymus", "true", "Videos__LinkMinutes", "an hour").Count);
        Assert.Equal(
            ["LinkKey", "Provider", "Providers__evolink__TimeoutSeconds", "Uploads__Container", "Videos__MaxBytes"],
            Read("LinkKey", "", "Provider", "other", "Videos__MaxBytes", "0", "Providers__evolink__TimeoutSeconds", "0", "Uploads__Container", "UP")
                .Select(sentence => sentence["Seedance__".Length..].Split(' ')[0]).Order());
    }

    [Theory]
    [InlineData("Storage", "")]
    [InlineData("Storage", "", "Storage__tableServiceUri", Tables)]
    [InlineData("Storage", "", "Storage__tableServiceUri", Tables, "Storage__blobServiceUri", "account.blob")]
    public void Half_of_a_storage_account_is_none(params string[] settings) => AssertNamed("Seedance__Storage", Read(settings));

    [Fact]
    public void No_message_gives_a_secret_away()
    {
        const string secret = "much-too-short-a-secret";
        var said = Read("WebhookKey", secret, "LinkKey", secret, "Clients__studio__CallbackSecret", "whsec_" + secret,
            "Clients__studio__CallbackUrl", "http://example.com/" + secret, "Providers__evolink__ApiKey", secret + "\n",
            "Events__TopicEndpoint", "https://topic.eventgrid.azure.net/api/events?aeg-sas-key=" + secret);

        Assert.Equal(6, said.Count);
        Assert.DoesNotContain(secret, string.Join(' ', said), StringComparison.Ordinal);
    }

    private static void AssertNamed(string setting, IReadOnlyList<string> said)
    {
        var sentence = Assert.Single(said);
        Assert.StartsWith(setting, sentence, StringComparison.Ordinal);
        Assert.Contains(sentence[setting.Length], " :");
    }

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
