using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

/// <summary>What settings lack without stopping the app, and where the app is reached.</summary>
public sealed class KnownAtRunTimeTests : IDisposable
{
    private const string Variable = "WEBSITE_HOSTNAME";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Theory]
    [InlineData("", "", "missing")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://a.vault.azure.net/b)", "", "a reference to a secret in Key Vault that was not resolved")]
    [InlineData("provider-key", "@Microsoft.KeyVault(SecretUri=https://a.vault.azure.net/b)", "a reference to a secret in Key Vault", "seedanceapi")]
    [InlineData("provider-key", "", null)]
    public async Task The_log_says_at_start_which_providers_have_no_key(string evolink, string seedanceApi, string? said, string named = "evolink")
    {
        var log = new FakeLogger<MissingSettings>();
        var options = Samples.Options;
        options.Providers["evolink"].ApiKey = evolink;
        options.Providers["seedanceapi"] = new ProviderOptions { ApiKey = seedanceApi };
        var settings = new MissingSettings(Samples.As(options), log);

        await ((IHostedLifecycleService)settings).StartedAsync(CancellationToken.None);

        Assert.Equal(said is null ? [] : [$"Seedance__Providers__{named}__ApiKey"], settings.Names);
        Assert.Equal(settings.Names.Count, log.Collector.Count);
        if (said is null) return;
        Assert.Equal(LogLevel.Warning, log.LatestRecord.Level);
        Assert.StartsWith($"{settings.Names[0]} is {said}", log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://videos.example.com", "app.azurewebsites.net", "https://videos.example.com/")]
    [InlineData("", "app.azurewebsites.net", "https://app.azurewebsites.net/")]
    [InlineData(null, "localhost:7071", "http://localhost:7071/")]
    [InlineData(null, "127.0.0.1:7071", "http://127.0.0.1:7071/")]
    public void The_app_is_reached_where_the_settings_or_else_the_host_say(string? configured, string host, string expected)
    {
        Environment.SetEnvironmentVariable(Variable, host);

        Assert.Equal(expected, new HostAddress(Samples.As(new SeedanceOptions { PublicBaseUrl = configured })).Current.AbsoluteUri);
    }

    [Fact]
    public void Without_either_there_is_no_guess()
    {
        Environment.SetEnvironmentVariable(Variable, null);

        Assert.Contains("PublicBaseUrl", Assert.Throws<InvalidOperationException>(
            () => new HostAddress(Samples.As(new SeedanceOptions())).Current).Message, StringComparison.Ordinal);
    }
}
