using Microsoft.Extensions.Hosting;

namespace Seedance.Functions.Options;

/// <summary>Settings without which the app runs, but refuses some requests: keys of providers. Says so in the log at start.</summary>
public sealed partial class MissingSettings(IOptions<SeedanceOptions> options, ILogger<MissingSettings> logger)
    : IHostedLifecycleService
{
    /// <summary>Their names as in the environment: the default provider's key, and keys that are references without a secret.</summary>
    public IReadOnlyList<string> Names => [.. Missing().Select(missing => missing.Setting)];

    // Only now: what is logged before the worker has reached its host is lost.
    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var (setting, provider, isReference) in Missing())
        {
            if (isReference) Log.UnresolvedProviderKey(logger, setting, provider);
            else Log.MissingProviderKey(logger, setting, provider);
        }
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<(string Setting, string Provider, bool IsReference)> Missing()
    {
        var standard = options.Value.Provider;
        foreach (var provider in options.Value.Providers.Keys.Append(standard).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
        {
            var settings = options.Value.Providers.GetValueOrDefault(provider);
            var isReference = KeyVaultReference.IsUnresolved(settings?.ApiKey);
            if (settings?.Key is null && (isReference || provider == standard))
            {
                yield return ($"Seedance__Providers__{provider}__ApiKey", provider, isReference);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Setting} is missing: requests for {Provider} are refused until it is set.")]
        public static partial void MissingProviderKey(ILogger logger, string setting, string provider);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "{Setting} is a reference to a secret in Key Vault that was not resolved: requests for {Provider} are refused until the secret "
            + "is there and the app's identity may read it.")]
        public static partial void UnresolvedProviderKey(ILogger logger, string setting, string provider);
    }
}
