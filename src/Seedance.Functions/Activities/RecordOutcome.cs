using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>The end of a task, to be written into its record.</summary>
public sealed record RecordInput(TaskReference Task, Outcome Outcome);

/// <summary>How a generation ended.</summary>
/// <param name="State">A terminal state.</param>
/// <param name="Reason">Why, in words for operators.</param>
public sealed record Outcome(TaskState State, string Reason)
{
    /// <summary>The stored video, when it completed.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>Further stored videos, when the provider gave several.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    public StoredPicture? LastFrame { get; init; }

    /// <summary>Why it failed, when it failed.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>True for a recovery: a stored video completes the failed task, and anything else leaves it as it is.</summary>
    public bool Recovers { get; init; }

    /// <summary>The provider's id of the task that it may still be working on, when the task was cancelled after the submit.</summary>
    public string? LeftAtProvider { get; init; }

    internal static Outcome Completed(StoredVideo video) => new(TaskState.Completed, "the video is stored") { Video = video };

    internal static Outcome Cancelled(string reason) => new(TaskState.Cancelled, reason);

    /// <param name="failure">Why.</param>
    /// <param name="paid">The provider's id of a task that may have been paid for: the message says where its video may be.</param>
    internal static Outcome Failed(TaskFailure failure, string? paid = null)
    {
        var where = paid is null ? "" : $" The provider's id of the task is {paid}; it keeps a video for 24 hours.";
        return new(TaskState.Failed, failure.Message + where) { Failure = failure with { Message = failure.Message + where } };
    }
}

/// <summary>
/// Writes the end of a task into its record, and settles what it holds of its client's budget. Terminal states are final: a second run
/// changes nothing. A stored video wins over a failure, and one that is stored after a cancel is noted; the task stays cancelled. Only a
/// recovery turns a failed task into a completed one.
/// </summary>
public sealed class RecordOutcome(
    TaskRecords records,
    VideoStore videos,
    ClientBudgets budgets,
    SeedanceMetrics metrics,
    TimeProvider time,
    ILogger<RecordOutcome> logger)
{
    [Function(nameof(RecordOutcome))]
    public async Task RunAsync([ActivityTrigger] RecordInput input, CancellationToken cancellationToken)
    {
        var ((client, id), outcome) = input;
        if (outcome is { State: TaskState.Failed, Recovers: false }) outcome = await StoredAsync(client, id, cancellationToken) ?? outcome;
        TaskRecord? before = null;
        var record = await records.ChangeAsync(client, id, current => Ended(before = current, outcome), cancellationToken);
        if (!before!.IsTerminal)
        {
            metrics.Ended(record);
            TaskLog.Ended(logger, record);
        }
        else if (before.Video is null && record.Video is not null)
        {
            metrics.Stored(record);
        }
        // After the record, which says what is to be given back. Where this fails, the activity is run again and comes here again.
        await budgets.SettleAsync(record);
    }

    /// <summary>The outcome where another run of the activity that failed has stored a video; null where none is stored.</summary>
    private async Task<Outcome?> StoredAsync(string client, TaskId id, CancellationToken cancellationToken)
    {
        var record = await records.ReadAsync(client, id, cancellationToken);
        // What no provider has taken has no video, and its failure does not wait for Blob Storage.
        if (record is not { ProviderTaskId: not null, Video: null, State: not TaskState.Failed }) return null;
        var stored = await videos.FindAllAsync(record, cancellationToken);
        return stored.Count == 0 ? null : Outcome.Completed(stored[0].Video) with
        {
            MoreVideos = [.. stored.Skip(1).Select(copy => copy.Video)],
        };
    }

    private TaskRecord? Ended(TaskRecord record, Outcome outcome)
    {
        if (outcome.Recovers) return Recovered(record, outcome);
        if (record.IsTerminal && (record is not { State: TaskState.Cancelled, Video: null } || outcome.Video is null)) return null;
        var now = time.GetUtcNow();
        var stored = record with { Video = outcome.Video, MoreVideos = outcome.MoreVideos, LastFrame = outcome.LastFrame, UpdatedAt = now };
        return record.IsTerminal ? stored : stored.Move(outcome.State, TaskStage.Done, outcome.Reason, now) with
        {
            Failure = outcome.Failure,
            ProviderTaskId = record.ProviderTaskId ?? outcome.LeftAtProvider,
            CompletedAt = now,
        };
    }

    private TaskRecord? Recovered(TaskRecord record, Outcome outcome)
    {
        if (record.State != TaskState.Failed) return null;
        return outcome.Video is null
            ? record.Noted($"the recovery failed: {outcome.Reason}", time.GetUtcNow())
            : record.WithRecovered(time.GetUtcNow()) with
            {
                Video = outcome.Video,
                MoreVideos = outcome.MoreVideos,
                LastFrame = outcome.LastFrame,
            };
    }
}
