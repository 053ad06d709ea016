using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Finds tasks that nobody works on - recorded but never started, failed unexpectedly after a paid submit, stored but not
/// recorded - and has each brought to its end. A run reads marks of open tasks only, and so many at the most; the next run goes
/// on where it stopped.
/// </summary>
public sealed partial class SweepTasks(
    TaskRecords records, ClientDirectory clients, GenerationRestarter restarter, SweepPosition position, ILogger<SweepTasks> logger)
{
    private const int MaxTasks = 1000;

    /// <summary>Sweeps once, every five minutes.</summary>
    [Function(nameof(SweepTasks))]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var restarted = 0;
        var looked = 0;
        foreach (var client in clients.Names)
        {
            var open = await records.FindOpenAsync(client, position.Of(client), MaxTasks, cancellationToken);
            foreach (var id in open)
            {
                looked++;
                try
                {
                    if (await restarter.RestartIfStuckAsync(orchestrations, client, id, cancellationToken)) restarted++;
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    // One task that cannot be helped must not keep the sweep from all the others.
                    Log.NotLookedAt(logger, id.ToString(), failure);
                }
            }
            position.Set(client, open.Count == MaxTasks ? open[^1] : null);
        }
        if (restarted > 0) Log.Restarted(logger, restarted, looked, timer.IsPastDue);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Of {Looked} open tasks {Restarted} were stuck and have been started again (late run: {PastDue}).")]
        public static partial void Restarted(ILogger logger, int restarted, int looked, bool pastDue);

        [LoggerMessage(2, LogLevel.Error, "The open task {TaskId} could not be looked at; the next sweep tries again.")]
        public static partial void NotLookedAt(ILogger logger, string taskId, Exception failure);
    }
}
