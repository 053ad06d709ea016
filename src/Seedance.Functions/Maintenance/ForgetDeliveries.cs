using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Removes deliveries that are older than <see cref="CallbackOptions.KeepDeliveriesDays"/>.
/// </summary>
public sealed partial class ForgetDeliveries(
    Deliveries deliveries, ClientDirectory clients, IOptions<SeedanceOptions> options, TimeProvider time, ILogger<ForgetDeliveries> logger)
{
    /// <summary>Forgets once a night.</summary>
    [Function(nameof(ForgetDeliveries))]
    public async Task RunAsync([TimerTrigger("0 20 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.Callbacks.KeepDeliveriesDays);
        var forgotten = 0;
        foreach (var client in clients.Names)
        {
            forgotten += await deliveries.DeleteExpiredAsync(client, before, cancellationToken);
        }
        if (forgotten > 0) Log.Forgotten(logger, forgotten, before, timer.IsPastDue);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed {Count} rows of deliveries made before {Before:u} (late run: {PastDue}).")]
        public static partial void Forgotten(ILogger logger, int count, DateTimeOffset before, bool pastDue);
    }
}
