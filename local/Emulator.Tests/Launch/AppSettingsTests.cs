using System.Security.Cryptography;
using System.Text;
using Seedance.Launch;

namespace Seedance.Emulator.Tests.Launch;

public sealed class AppSettingsTests
{
    private static readonly Uri App = new("http://127.0.0.1:7071");
    private static readonly Uri Simulator = new("http://127.0.0.1:9000");
    private static readonly AppSettings Local = AppSettings.ForLocal("UseDevelopmentStorage=true", Simulator);

    [Fact]
    public void Both_providers_are_the_simulator_and_the_app_is_called_back_where_it_listens()
    {
        var environment = Local.ToEnvironment(App);

        Assert.Equal("http://127.0.0.1:9000", environment["Seedance__Providers__evolink__BaseUrl"]);
        Assert.Equal("http://127.0.0.1:9000", environment["Seedance__Providers__seedanceapi__BaseUrl"]);
        Assert.Equal(SimulatorProcess.ApiKey, environment["Seedance__Providers__evolink__ApiKey"]);
        Assert.Equal("http://127.0.0.1:7071", environment["Seedance__PublicBaseUrl"]);
        Assert.Equal("UseDevelopmentStorage=true", environment["AzureWebJobsStorage"]);
        Assert.Equal("UseDevelopmentStorage=true", environment["Seedance__Storage"]);
    }

    [Fact]
    public void Without_webhooks_there_is_no_public_address() =>
        Assert.Equal("", (Local with { Webhooks = false }).ToEnvironment(App)["Seedance__PublicBaseUrl"]);

    [Fact]
    public void The_app_gets_the_hash_of_the_clients_key_and_never_the_key()
    {
        var settings = Local with { Client = new LocalClient("studio", "a key") };

        var environment = settings.ToEnvironment(App);

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a key")));
        Assert.Equal(hash, environment["Seedance__Clients__studio__KeySha256"]);
        Assert.DoesNotContain("a key", environment.Values);
    }

    [Fact]
    public void Signing_keys_are_32_random_bytes_that_differ_from_each_other_and_from_one_start_to_the_next()
    {
        var other = AppSettings.ForLocal("UseDevelopmentStorage=true", Simulator);

        string[] keys = [Local.WebhookKey, Local.LinkKey, other.WebhookKey, other.LinkKey];

        Assert.Equal(4, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(32, Convert.FromBase64String(key).Length));
    }

    [Fact]
    public void Settings_given_by_name_win()
    {
        var settings = Local with { More = new Dictionary<string, string> { ["Seedance__Provider"] = "seedanceapi" } };

        Assert.Equal("seedanceapi", settings.ToEnvironment(App)["Seedance__Provider"]);
    }

    [Fact]
    public void Settings_around_this_process_are_hidden_from_the_app()
    {
        Environment.SetEnvironmentVariable("Seedance__Waiting__DeadlineMinutes", "1");
        try
        {
            Assert.Null(AppEnvironment.Of(Local, App)["Seedance__Waiting__DeadlineMinutes"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Seedance__Waiting__DeadlineMinutes", null);
        }
    }
}
