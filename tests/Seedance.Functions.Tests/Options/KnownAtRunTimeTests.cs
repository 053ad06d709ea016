using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Seedance.Functions.Tests.Options;

/// <summary>What settings lack without stopping the app, and where the app is reached.</summary>
public sealed class KnownAtRunTimeTests : IDisposable
{
    private const string Variable = "WEBSITE_HOSTNAME";
    private const string Reference = "@Microsoft.KeyVault(SecretUri=https://a.vault.azure.net/b)";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Theory]
    [InlineData("", "", "evolink", "missing")]
    [InlineData(Reference, "", "evolink", "a reference to a secret in Key Vault that was not resolved")]
    [InlineData("provider-key", Reference, "seedanceapi", "a reference to a secret in Key Vault")]
    [InlineData("provider-key", "", null, null)]
    public async Task The_log_says_at_start_which_providers_have_no_key(string evolink, string seedanceApi, string? named, string? said)
    {
        var log = new FakeLogger<MissingSettings>();
        var options = Samples.Options;
        options.Providers["evolink"].ApiKey = evolink;
        options.Providers["seedanceapi"] = new ProviderOptions { ApiKey = seedanceApi };
        var settings = new MissingSettings(Samples.As(options), log);

        await ((IHostedLifecycleService)settings).StartedAsync(CancellationToken.None);

        Assert.Equal(named is null ? [] : [$"Seedance__Providers__{named}__ApiKey"], settings.Names);
        var lines = log.Collector.GetSnapshot();
        Assert.Equal(settings.Names.Count, lines.Count);
        Assert.All(lines, line => Assert.Equal(LogLevel.Warning, line.Level));
        Assert.All(lines, line => Assert.StartsWith($"{settings.Names[0]} is {said}", line.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://videos.example.com", "app.azurewebsites.net", "https://videos.example.com/")]
    [InlineData("", "app.azurewebsites.net", "https://app.azurewebsites.net/")]
    [InlineData(null, "localhost:7071", "http://localhost:7071/")]
    [InlineData(null, null, null)]
    public void The_app_is_reached_where_the_settings_or_else_the_host_say(string? configured, string? host, string? expected)
    {
        Environment.SetEnvironmentVariable(Variable, host);
        var address = new HostAddress(Samples.As(new SeedanceOptions { PublicBaseUrl = configured }));

        if (expected is not null) Assert.Equal(expected, address.Current.AbsoluteUri);
        else Assert.Throws<InvalidOperationException>(() => address.Current);
    }
}
