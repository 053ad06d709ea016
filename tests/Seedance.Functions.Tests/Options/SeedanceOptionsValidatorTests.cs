using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

public class SeedanceOptionsValidatorTests
{
    private static readonly SeedanceOptionsValidator Validator = new();

    public static TheoryData<string, Action<SeedanceOptions>> Wrong => new()
    {
        { "Seedance__PublicBaseUrl", options => options.PublicBaseUrl = "videos.example.com" },
        { "Seedance__PublicBaseUrl", options => options.PublicBaseUrl = "ftp://videos.example.com" },
        { "Seedance__PublicBaseUrl", options => options.PublicBaseUrl = "http://videos.example.com" },
        { "Seedance__PublicBaseUrl", options => options.PublicBaseUrl = "https://videos.example.com/api" },
        { "Seedance__PublicBaseUrl", options => options.PublicBaseUrl = "https://videos.example.com/?a=b" },
        { "Seedance__Clients__second__KeySha256", options => options.Clients["second"] = new ClientOptions { KeySha256 = options.Clients["studio"].KeySha256!.ToLowerInvariant() } },
        { "Seedance__Clients__anonymous", options => { options.AllowAnonymous = true; options.Clients["anonymous"] = Client(); } },
        { "Seedance__Waiting__ReplayAfterSeconds", options => options.Waiting.ReplayAfterSeconds = -1 },
        { "Seedance__Waiting__ReconcileHours", options => options.Waiting.ReconcileHours = 0.5 },
        { "Seedance__Requests__PromptCharacters", options => options.Requests.PromptCharacters = 10_001 },
        { "Seedance__Requests__MaxFiles", options => options.Requests.MaxFiles = 0 },
        { "Seedance__Provider", options => options.Provider = "other" },
        { "Seedance__Providers__other", options => options.Providers["other"] = new ProviderOptions() },
        { "Seedance__Providers__evolink__BaseUrl", options => options.Providers["evolink"].BaseUrl = "api" },
        { "Seedance__Providers__evolink__ApiKey", options => options.Providers["evolink"].ApiKey = "key\n" },
        { "Seedance__Providers__evolink__ApiKey", options => options.Providers["evolink"].ApiKey = "k ey" },
        { "Seedance__Providers__evolink__ApiKey", options => options.Providers["evolink"].ApiKey = "ключ" },
        { "Seedance__Providers__evolink__TimeoutSeconds", options => options.Providers["evolink"].TimeoutSeconds = 0 },
        { "Seedance__Providers__evolink__TimeoutSeconds", options => options.Providers["evolink"].TimeoutSeconds = 601 },
        { "Seedance__Clients__studio__DailyCredits", options => options.Clients["studio"].DailyCredits = -0.01m },
        { "Seedance__Prices__other", options => options.Prices["other"] = "other-2026-01-01" },
        { "Seedance__Prices__evolink", options => options.Prices["evolink"] = "evolink-2026-04-17" },
        { "Seedance__Prices__evolink", options => options.Prices["evolink"] = "2026-01-01" },
        { "Seedance__Prices__seedanceapi", options => options.Prices["seedanceapi"] = "evolink-2026-04-16" },
        { "Seedance__WebhookKey", options => options.WebhookKey = null },
        { "Seedance__WebhookKey", options => options.WebhookKey = "secret" },
        { "Seedance__WebhookKey", options => options.WebhookKey = Convert.ToBase64String(new byte[31]) },
        { "Seedance__WebhookKeyPrevious", options => options.WebhookKeyPrevious = "secret" },
        { "Seedance__LinkKey", options => options.LinkKey = null },
        { "Seedance__LinkKey", options => options.LinkKey = "secret" },
        { "Seedance__Clients__a_b", options => options.Clients["a_b"] = Client() },
        { "Seedance__Clients__..", options => options.Clients[".."] = Client() },
        { "Seedance__Clients__a\n", options => options.Clients["a\n"] = Client() },
        { "Seedance__Clients__" + new string('a', 33), options => options.Clients[new string('a', 33)] = Client() },
        { "Seedance__Clients__studio__KeySha256", options => options.Clients["studio"].KeySha256 = null },
        { "Seedance__Clients__studio__KeySha256", options => options.Clients["studio"].KeySha256 = new string('0', 63) },
        { "Seedance__Clients__studio__KeySha256", options => options.Clients["studio"].KeySha256 = new string('0', 64) + "\n" },
        { "Seedance__Clients__studio__CallbackSecret", options => options.Clients["studio"].CallbackSecret = "whsec_short" },
        { "Seedance__Clients__studio__CallbackSecretPrevious", options => options.Clients["studio"].CallbackSecretPrevious = "whsec_short" },
        {
            "Seedance__Clients__studio__CallbackSecret is missing: Seedance__Clients__studio__CallbackSecretPrevious",
            options => options.Clients["studio"] = Client(each => each.CallbackSecretPrevious = Samples.CallbackSecret)
        },
        { "Seedance__Clients__studio__CallbackUrl", options => options.Clients["studio"].CallbackUrl = "http://example.com/hook" },
        { "Seedance__Clients__studio__CallbackUrl", options => options.Clients["studio"].CallbackUrl = "https://10.0.0.1/hook" },
        { "Seedance__Clients__studio__CallbackUrl", options => options.Clients["studio"].CallbackUrl = "https://example.com:8443/hook" },
        { "Seedance__Clients__studio__CallbackUrl", options => options.Clients["studio"].CallbackUrl = "example.com/hook" },
        {
            "Seedance__Clients__studio__CallbackSecret",
            options => options.Clients["studio"] = Client(each => each.CallbackUrl = "https://example.com/hook")
        },
        { "Seedance__Callbacks__KeepDeliveriesDays", options => options.Callbacks.KeepDeliveriesDays = 0 },
        { "Seedance__Callbacks__KeepDeliveriesDays", options => options.Callbacks.KeepDeliveriesDays = 3651 },
        { "Seedance__Callbacks__Ports__0", options => options.Callbacks.Ports.Add(0) },
        { "Seedance__Callbacks__Ports__0", options => options.Callbacks.Ports.Add(65_536) },
        { "Seedance__Waiting__PollSeconds", options => options.Waiting.PollSeconds = 0 },
        { "Seedance__Waiting__PollSeconds", options => options.Waiting.PollSeconds = double.NaN },
        { "Seedance__Waiting__PollSeconds", options => options.Waiting.PollSeconds = double.PositiveInfinity },
        { "Seedance__Waiting__WebhookPollSeconds", options => options.Waiting.WebhookPollSeconds = 0 },
        { "Seedance__Waiting__WebhookPollMaxSeconds", options => options.Waiting.WebhookPollMaxSeconds = -1 },
        { "Seedance__Waiting__DeadlineMinutes", options => options.Waiting.DeadlineMinutes = 0 },
        { "Seedance__Waiting__DeadlineMinutes", options => options.Waiting.DeadlineMinutes = 1e300 },
        { "Seedance__Waiting__ReconcileMinutes", options => options.Waiting.ReconcileMinutes = 0 },
        { "Seedance__Waiting__ReconcileHours", options => options.Waiting.ReconcileHours = 0 },
        { "Seedance__Waiting__SettleMinutes", options => options.Waiting.SettleMinutes = -1 },
        { "Seedance__Waiting__NotAVideoMinutes", options => options.Waiting.NotAVideoMinutes = -1 },
        { "Seedance__Waiting__NotFoundGraceSeconds", options => options.Waiting.NotFoundGraceSeconds = -1 },
        { "Seedance__SweepGraceSeconds", options => options.SweepGraceSeconds = 0 },
        { "Seedance__SweepGraceSeconds", options => options.SweepGraceSeconds = double.NaN },
        { "Seedance__Waiting__PollsPerExecution", options => options.Waiting.PollsPerExecution = 0 },
        { "Seedance__Waiting__PollsPerExecution", options => options.Waiting.PollsPerExecution = 41 },
        { "Seedance__Videos__Container", options => options.Videos.Container = "Videos" },
        { "Seedance__Videos__Container", options => options.Videos.Container = "a" },
        { "Seedance__Videos__Container", options => options.Videos.Container = "a--b" },
        { "Seedance__Videos__Container", options => options.Videos.Container = string.Join('-', Enumerable.Repeat("a", 33)) },
        { "Seedance__Videos__MaxBytes", options => options.Videos.MaxBytes = 0 },
        { "Seedance__Videos__IdleTimeoutSeconds", options => options.Videos.IdleTimeoutSeconds = 0 },
        { "Seedance__Videos__TotalTimeoutMinutes", options => options.Videos.TotalTimeoutMinutes = 0 },
        { "Seedance__Videos__TotalTimeoutMinutes", options => options.Videos.TotalTimeoutMinutes = double.NaN },
        { "Seedance__Videos__TotalTimeoutMinutes", options => options.Videos.TotalTimeoutMinutes = 1441 },
        { "Seedance__Videos__MinimumBytesPerSecond", options => options.Videos.MinimumBytesPerSecond = 0 },
        { "Seedance__Videos__AllowedHosts", options => options.Videos.AllowedHosts = "cdn.example.com, https://cdn.example.com" },
        { "Seedance__Videos__AllowedHosts", options => options.Videos.AllowedHosts = "*" },
        { "Seedance__Videos__AllowedHosts", options => options.Videos.AllowedHosts = "a.*.example.com" },
        { "Seedance__Videos__ConcurrentCopies", options => options.Videos.ConcurrentCopies = 0 },
        { "Seedance__Videos__LinkMinutes", options => options.Videos.LinkMinutes = 7201 },
    };

    public static TheoryData<Action<SeedanceOptions>> Right => new()
    {
        _ => { },
        options => (options.PublicBaseUrl, options.WebhookKey) = (null, null),
        options => (options.PublicBaseUrl, options.AllowPrivateNetworks) = ("http://127.0.0.1:7071", true),
        options => (options.SignedLinks, options.LinkKey) = (false, null),
        options => options.Provider = ProviderNames.SeedanceApi,
        options => options.Providers["EvoLink"].BaseUrl = "http://127.0.0.1:1",
        options => options.Prices["evolink"] = "evolink-2026-04-16",
        options => options.Prices["evolink"] = "2026-05-01",
        options => options.Prices["seedanceapi"] = "",
        options => options.Clients["studio"].DailyCredits = 0,
        options => options.Clients.Clear(),
        options => options.Clients["a-1.B"] = Client(),
        options => options.Waiting.SettleMinutes = 0,
        options => options.Videos.Container = "a-1",
        options => options.Videos.AllowedHosts = "cdn.example.com, *.videos.example.com,127.0.0.1",
        options => options.Videos.Container = new string('a', 63),
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_as_it_is_written_in_the_environment(string setting, Action<SeedanceOptions> spoil)
    {
        var options = Samples.Options;
        spoil(options);

        var result = Validator.Validate(null, options);

        Assert.True(result.Failed);
        var message = Assert.Single(result.Failures);
        Assert.StartsWith(setting, message, StringComparison.Ordinal);
        Assert.Contains(message[setting.Length], " :");
    }

    [Fact]
    public void Of_price_tables_the_known_ones_are_listed()
    {
        var options = Samples.Options;
        options.Prices["evolink"] = "evolink-2026-04-17";

        Assert.Contains(
            "evolink-2026-09-16, evolink-2026-04-16, evolink-2026-03-30", Validator.Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void Right_settings_pass(Action<SeedanceOptions> change)
    {
        var options = Samples.Options;
        change(options);

        Assert.Null(Validator.Validate(null, options).Failures);
    }

    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        var options = Samples.Options;
        options.LinkKey = null;
        options.Provider = "other";
        options.Videos.MaxBytes = 0;

        Assert.Equal(3, Validator.Validate(null, options).Failures!.Count());
    }

    [Fact]
    public void No_message_gives_a_secret_away()
    {
        var options = Samples.Options;
        options.WebhookKey = options.LinkKey = "much-too-short-a-secret";
        options.Clients["studio"].CallbackSecret = "whsec_much-too-short-a-secret";
        options.Clients["studio"].CallbackUrl = "http://example.com/much-too-short-a-secret";
        options.Providers["evolink"].ApiKey = "much-too-short-a-secret\n";

        Assert.DoesNotContain("much-too-short-a-secret", Validator.Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_may_have_a_callback_URL_where_requests_may()
    {
        var options = Samples.Options;
        options.Callbacks.Ports.Add(8443);
        options.Clients["studio"].CallbackUrl = "https://example.com:8443/hook?secret=1";
        options.Clients["studio"].CallbackSecretPrevious = "whsec_" + Convert.ToBase64String(new byte[24]);
        options.Clients["local"] = Client(each => (each.CallbackUrl, each.CallbackSecret) = ("http://localhost:5000/hook", Samples.CallbackSecret));

        Assert.Contains("Seedance__Clients__local__CallbackUrl", Assert.Single(Validator.Validate(null, options).Failures!), StringComparison.Ordinal);
        options.AllowPrivateNetworks = true;
        Assert.True(Validator.Validate(null, options).Succeeded);
    }

    private static ClientOptions Client(Action<ClientOptions>? change = null)
    {
        var client = new ClientOptions { KeySha256 = new string('0', 64) };
        change?.Invoke(client);
        return client;
    }
}
