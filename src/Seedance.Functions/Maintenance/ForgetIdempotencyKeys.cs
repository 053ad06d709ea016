using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Forgets idempotency keys two days after their first use; the least that is promised is 24 hours. Keys of uploads stay for 30
/// days: Event Grid repeats an event for a day by itself, and whoever sends dead letters again may take his time. A run reads
/// and removes old keys only, and so many of each client at the most; what is left is for the next run.
/// </summary>
public sealed partial class ForgetIdempotencyKeys(
    IdempotencyKeys keys, ClientDirectory clients, TimeProvider time, ILogger<ForgetIdempotencyKeys> logger)
{
    private const int MaxKeys = 5000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(48);
    private static readonly TimeSpan LastingKept = TimeSpan.FromDays(30);

    /// <summary>Forgets once an hour.</summary>
    [Function(nameof(ForgetIdempotencyKeys))]
    public async Task RunAsync([TimerTrigger("0 10 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = now - Kept;
        var forgotten = 0;
        foreach (var client in clients.Names)
        {
            forgotten += await keys.ForgetAsync(client, lasting: false, before, MaxKeys, cancellationToken);
            forgotten += await keys.ForgetAsync(client, lasting: true, now - LastingKept, MaxKeys, cancellationToken);
        }
        if (forgotten > 0) Log.Forgotten(logger, forgotten, before, timer.IsPastDue);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Forgot {Count} idempotency keys first used before {Before:u}, those of uploads before their own time (late run: {PastDue}).")]
        public static partial void Forgotten(ILogger logger, int count, DateTimeOffset before, bool pastDue);
    }
}
