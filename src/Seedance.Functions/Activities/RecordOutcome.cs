using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>
/// Writes the end of a task into its record, and sets right what it holds of its client's budget. Terminal states are final: a
/// second run changes nothing. A stored video wins over a failure.
/// </summary>
public sealed class RecordOutcome(
    TaskRecords records,
    VideoStore videos,
    ClientBudgets budgets,
    SeedanceMetrics metrics,
    TimeProvider time,
    ILogger<RecordOutcome> logger)
{
    /// <summary>Records the outcome once.</summary>
    [Function(nameof(RecordOutcome))]
    public async Task RunAsync([ActivityTrigger] RecordInput input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.Task.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var outcome = input.Outcome;
        if (outcome.State == TaskState.Failed) outcome = await StoredAsync(input.Task.Client, id, cancellationToken) ?? outcome;
        TaskRecord? ended = null;
        var record = await records.ChangeAsync(input.Task.Client, id, current => ended = Ended(current, outcome), cancellationToken);
        if (ended is not null)
        {
            metrics.Ended(record);
            TaskLog.Ended(logger, record);
        }
        // After the record, which says what is to be given back. If this fails, the activity is run again and comes here again.
        await budgets.SettleAsync(record);
    }

    /// <summary>The outcome where a video is stored, by another delivery of the activity that failed, say; null where none is.</summary>
    private async Task<Outcome?> StoredAsync(string client, TaskId id, CancellationToken cancellationToken)
    {
        var record = await records.FindAsync(client, id, cancellationToken);
        // What no provider has taken has no video, and its failure does not wait for Blob Storage.
        if (record is not { IsTerminal: false, ProviderTaskId: not null }) return null;
        var stored = await videos.FindAllAsync(record, cancellationToken);
        return stored.Count == 0 ? null : Outcome.Completed(stored[0]) with { MoreVideos = [.. stored.Skip(1)] };
    }

    private TaskRecord? Ended(TaskRecord record, Outcome outcome)
    {
        if (record.IsTerminal) return null;
        var now = time.GetUtcNow();
        return record.Move(outcome.State, TaskStage.Done, outcome.Reason, now) with
        {
            Video = outcome.Video,
            MoreVideos = outcome.MoreVideos,
            LastFrame = outcome.LastFrame,
            Failure = outcome.Failure,
            ProviderTaskId = record.ProviderTaskId ?? outcome.LeftAtProvider?.ProviderTaskId,
            CompletedAt = now,
        };
    }
}
