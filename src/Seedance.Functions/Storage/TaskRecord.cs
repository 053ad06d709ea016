using Seedance.Functions.Activities;
using Seedance.Functions.Options;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Storage;

/// <summary>
/// All that is known of one generation: one row of the table <c>tasks</c>. Created by the request; after that the task's
/// orchestration writes it, but for a restart and for the deletion of its video. Times are UTC. Secrets, SAS links and provider result links are never in it.
/// </summary>
public sealed record TaskRecord
{
    /// <summary>The task's id, which is the orchestration's instance id as well.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The client that asked and pays: the partition key.</summary>
    public required string Client { get; init; }

    /// <summary>The request, every default resolved.</summary>
    public required VideoRequest Request { get; init; }

    /// <summary>
    /// Where the caller is told of the end: the request's own callback URL, or the client's as it was when the task was created. Null
    /// when nowhere.
    /// </summary>
    public string? CallbackUrl { get; init; }

    /// <summary>When the request was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this record last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Scheme, host and port that links to this service start with.</summary>
    public required string LinkBase { get; init; }

    /// <summary>The state callers see. It only moves forward; terminal states are final.</summary>
    public TaskState State { get; init; } = TaskState.Pending;

    /// <summary>Where in its story the task is.</summary>
    public TaskStage Stage { get; init; } = TaskStage.Queued;

    /// <summary>How far the paid call has come.</summary>
    public SubmissionState Submission { get; init; }

    /// <summary>The number of the last submit attempt, from 1; 0 before the first.</summary>
    public int SubmitAttempt { get; init; }

    /// <summary>Who marked the last attempt: tells the writer whose answer was lost that the mark is its own.</summary>
    public string? SubmitMark { get; init; }

    /// <summary>True once an ambiguous submit was replayed with its idempotency key; it is replayed once at most.</summary>
    public bool SubmitReplayed { get; init; }

    /// <summary>When the first submit attempt began.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The provider's id of the task, once known.</summary>
    public string? ProviderTaskId { get; init; }

    /// <summary>Progress in percent, 0 to 100, as the provider last said.</summary>
    public int Progress { get; init; }

    /// <summary>When the provider was last asked.</summary>
    public DateTimeOffset? LastPolledAt { get; init; }

    /// <summary>How often the provider was asked and knew the task.</summary>
    public int Polls { get; init; }

    /// <summary>The trace that created the task, as a W3C <c>traceparent</c>; null when nobody traced it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What made the workflow look last: <c>webhook</c> or <c>poll</c>.</summary>
    public string? WokenBy { get; init; }

    /// <summary>The batch it belongs to, if any.</summary>
    public BatchId? BatchId { get; init; }

    /// <summary>The uploaded file it was made of; null when the request came over HTTP.</summary>
    public UploadOrigin? Upload { get; init; }

    /// <summary>What it was expected to cost when it was accepted; null for tasks of before there were estimates.</summary>
    public TaskEstimate? Estimate { get; init; }

    /// <summary>The UTC day whose budget holds the task's credits; null when the client had no budget.</summary>
    public DateOnly? BudgetDay { get; init; }

    /// <summary>Credits the provider reserved when it accepted.</summary>
    public decimal? CreditsReserved { get; init; }

    /// <summary>Credits the provider charged in the end.</summary>
    public decimal? CreditsCharged { get; init; }

    /// <summary>Why it failed, when it failed.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>Where the video lies, once it is stored.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>Where the further videos lie, when the provider gave more than one; the second video is the first of these.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    /// <summary>Where the video's last frame lies, when the provider offered one and it could be stored.</summary>
    public StoredPicture? LastFrame { get; init; }

    /// <summary>
    /// When the client had its video deleted. What the record says of the blobs stays: it names what is removed, and keeps a late
    /// store from bringing it back.
    /// </summary>
    public DateTimeOffset? VideoDeletedAt { get; init; }

    /// <summary>When the task ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How often its orchestration had to be started again because it was missing or had failed.</summary>
    public int Restarts { get; init; }

    /// <summary>Every change of state or stage, oldest first.</summary>
    public IReadOnlyList<TaskTransition> History { get; init; } = [];

    /// <summary>The version that was read; an update demands that it is still the current one.</summary>
    public ETag ETag { get; init; }

    /// <summary>True when the task has ended and its state can change no more.</summary>
    public bool IsTerminal => State.IsTerminal();

    /// <summary>The video that callers can have: none once it was deleted.</summary>
    public StoredVideo? KeptVideo => VideoDeletedAt is null ? Video : null;

    /// <summary>The name of every blob that is stored for this task, the video's first.</summary>
    public IEnumerable<string> StoredBlobs
    {
        get
        {
            if (Video is not null) yield return Video.Blob;
            foreach (var more in MoreVideos) yield return more.Blob;
            if (LastFrame is not null) yield return LastFrame.Blob;
        }
    }

    /// <summary>The record once its video was deleted, or null when that changes nothing: it was deleted, or there is none yet.</summary>
    public TaskRecord? WithVideoDeleted(DateTimeOffset at) => IsTerminal && KeptVideo is not null
        ? this with { VideoDeletedAt = at, UpdatedAt = at, History = [.. History, new(at, State, Stage, "the video was deleted")] }
        : null;

    /// <summary>Moves the record on, and notes when and why. A stage repeated is no new transition.</summary>
    public TaskRecord Move(TaskState state, TaskStage stage, string reason, DateTimeOffset at)
    {
        if (IsTerminal && state != State) throw new InvalidOperationException($"A {State} task cannot become {state}.");
        var moved = this with { State = state, Stage = stage, UpdatedAt = at };
        return state == State && stage == Stage ? moved : moved with { History = [.. History, new(at, state, stage, reason)] };
    }
}
