using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

public class KeyVaultReferencesTests
{
    private const string Reference = "@Microsoft.KeyVault(SecretUri=https://studio.vault.azure.net/secrets/key/)";

    private readonly FakeLogger<MissingSettings> _log = new();

    public static TheoryData<string, Action<SeedanceOptions>> OwnSecrets => new()
    {
        { "Seedance__WebhookKey", options => options.WebhookKey = Reference },
        { "Seedance__WebhookKeyPrevious", options => options.WebhookKeyPrevious = Reference },
        { "Seedance__LinkKey", options => options.LinkKey = Reference },
        { "Seedance__Clients__studio__KeySha256", options => options.Clients["studio"].KeySha256 = Reference },
        { "Seedance__Clients__studio__CallbackSecret", options => options.Clients["studio"].CallbackSecret = Reference },
        { "Seedance__Clients__studio__CallbackSecretPrevious", options => options.Clients["studio"].CallbackSecretPrevious = Reference },
    };

    [Theory]
    [MemberData(nameof(OwnSecrets))]
    public void A_secret_of_the_service_that_was_not_resolved_stops_the_app_and_is_named_once(string setting, Action<SeedanceOptions> change)
    {
        var options = Samples.Options;
        change(options);

        var said = Assert.Single(new IValidateOptions<SeedanceOptions>[] { new KeyVaultReferences(), new SeedanceOptionsValidator() }
            .SelectMany(validator => validator.Validate(null, options).Failures ?? []));

        Assert.StartsWith($"{setting} is a reference to a secret in Key Vault that was not resolved", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Reference)]
    [InlineData(" @microsoft.keyvault(VaultName=studio;SecretName=my key)")]
    public async Task A_provider_s_key_that_was_not_resolved_is_none_and_the_log_says_so(string reference)
    {
        var service = new FakeService();
        service.Options.Providers["evolink"].ApiKey = reference;

        Assert.True(new SeedanceOptionsValidator().Validate(null, service.Options).Succeeded);
        Assert.False(service.Get<GenerationStarter>().CanServe("evolink"));
        var settings = new MissingSettings(Samples.As(service.Options), _log);
        await ((IHostedLifecycleService)settings).StartedAsync(CancellationToken.None);

        Assert.Equal(["Seedance__Providers__evolink__ApiKey"], settings.Names);
        var line = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal((LogLevel.Warning, "UnresolvedProviderKey"), (line.Level, line.Id.Name));
        Assert.Contains("Seedance__Providers__evolink__ApiKey", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_of_the_default_provider_is_in_the_log_and_one_of_the_other_is_nobody_s_concern()
    {
        var options = Samples.Options;
        options.Providers["evolink"].ApiKey = "";
        options.Providers["seedanceapi"] = new ProviderOptions { ApiKey = "" };

        IHostedLifecycleService atStart = new MissingSettings(Samples.As(options), _log);
        await atStart.StartedAsync(CancellationToken.None);

        Assert.Equal(
            ["Seedance__Providers__evolink__ApiKey is missing: requests for evolink are refused until it is set."],
            _log.Collector.GetSnapshot().Select(line => line.Message));
    }

    [Fact]
    public async Task With_every_key_nothing_is_said()
    {
        var settings = new MissingSettings(Samples.As(Samples.Options), _log);
        await ((IHostedLifecycleService)settings).StartedAsync(CancellationToken.None);

        Assert.Empty(settings.Names);
        Assert.Empty(_log.Collector.GetSnapshot());
    }
}
