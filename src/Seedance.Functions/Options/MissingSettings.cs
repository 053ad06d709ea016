using Microsoft.Extensions.Hosting;

namespace Seedance.Functions.Options;

/// <summary>Keys of providers without which the app runs but refuses some requests. Says so in the log at start.</summary>
public sealed partial class MissingSettings(IOptions<SeedanceOptions> options, ILogger<MissingSettings> logger) : IHostedLifecycleService
{
    /// <summary>Their names as in the environment.</summary>
    public IReadOnlyList<string> Names => [.. Missing().Select(missing => missing.Setting)];

    // What is logged before the worker has reached its host is lost.
    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var (setting, problem, provider) in Missing()) LogMissingProviderKey(setting, problem, provider);
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The default provider's key, and keys that are references without a secret.
    private IEnumerable<(string Setting, string Problem, string Provider)> Missing()
        => from provider in options.Value.Providers.Keys.Append(options.Value.Provider).Distinct(StringComparer.OrdinalIgnoreCase).Order()
           let settings = options.Value.Providers.GetValueOrDefault(provider)
           let isReference = SeedanceOptions.IsUnresolved(settings?.ApiKey)
           where settings?.Key is null && (isReference || provider == options.Value.Provider)
           let problem = isReference ? "a reference to a secret in Key Vault that was not resolved" : "missing"
           select ($"Seedance__Providers__{provider}__ApiKey", problem, provider);

    [LoggerMessage(1, LogLevel.Warning, "{Setting} is {Problem}: requests for {Provider} are refused until it is set.")]
    private partial void LogMissingProviderKey(string setting, string problem, string provider);
}
