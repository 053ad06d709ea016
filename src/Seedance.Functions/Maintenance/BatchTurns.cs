using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>Tells of tasks without an orchestration whether their batch will start them.</summary>
public sealed partial class BatchTurns(BatchRecords batches, GenerationStarter starter, TimeProvider time, ILogger<BatchTurns> logger)
{
    // Far longer than any request may take that records a batch.
    private static readonly TimeSpan MaxTimeToRecord = TimeSpan.FromMinutes(15);

    /// <summary>What is to become of the task.</summary>
    public async Task<BatchTurn> OfAsync(DurableTaskClient orchestrations, TaskRecord record, CancellationToken cancellationToken)
    {
        if (record.BatchId is not { } batch) return BatchTurn.Start;
        if (await orchestrations.GetInstanceAsync(batch.ToString(), cancellationToken) is { IsCompleted: false }) return BatchTurn.Wait;
        var found = await batches.FindAsync(record.Client, batch, cancellationToken);
        if (found?.Tasks.Contains(record.Id) == true) return BatchTurn.Start;
        if (time.GetUtcNow() - record.CreatedAt < MaxTimeToRecord) return BatchTurn.Wait;

        await starter.WithdrawAsync(record);
        Log.Withdrawn(logger, record.Id.ToString(), batch.ToString());
        return BatchTurn.Withdrawn;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {TaskId} was removed before it began: its batch {BatchId} was never recorded.")]
        public static partial void Withdrawn(ILogger logger, string taskId, string batchId);
    }
}
