using Seedance.Functions.Options;

namespace Seedance.Functions.Maintenance;

/// <summary>Removes the histories of orchestrations that ended some days ago. Records and videos stay.</summary>
public sealed partial class PurgeOrchestrations(
    IOptions<SeedanceOptions> options, TimeProvider time, ILogger<PurgeOrchestrations> logger)
{
    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Purges once a night.</summary>
    [Function(nameof(PurgeOrchestrations))]
    public async Task RunAsync(
        [TimerTrigger("0 30 2 * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.PurgeOrchestrationsAfterDays);
        var purged = await orchestrations.PurgeAllInstancesAsync(new PurgeInstancesFilter(null, before, Ended), cancellationToken);
        LogPurged(purged.PurgedInstanceCount, before, timer.IsPastDue);
    }

    [LoggerMessage(1, LogLevel.Information, "Purged {Count} orchestrations created before {Before:u} (late run: {PastDue}).")]
    private partial void LogPurged(int count, DateTimeOffset before, bool pastDue);
}
