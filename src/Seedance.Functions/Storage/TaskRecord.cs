namespace Seedance.Functions.Storage;

/// <summary>
/// All that is known of one generation. Admission creates it; after that its orchestration writes it, except for restarts and for the
/// deletion of its video. Times are UTC. Secrets, SAS links and the provider's result links are never in it.
/// </summary>
public sealed record TaskRecord
{
    public required TaskId Id { get; init; }

    /// <summary>The client that asked and pays: the partition key.</summary>
    public required string Client { get; init; }
    public required VideoRequest Request { get; init; }

    /// <summary>The request's own callback URL, or the client's as it was when the task was created.</summary>
    public string? CallbackUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Scheme, host and port that links to this service start with.</summary>
    public required string LinkBase { get; init; }

    /// <summary>The state callers see. It only moves forward; terminal states are final.</summary>
    public TaskState State { get; init; } = TaskState.Pending;

    public TaskStage Stage { get; init; } = TaskStage.Queued;
    public SubmissionState Submission { get; init; }

    /// <summary>The number of the last submit attempt, from 1; 0 before the first.</summary>
    public int SubmitAttempt { get; init; }

    /// <summary>Who marked the last attempt: a writer whose response was lost recognises its own mark.</summary>
    public string? SubmitMark { get; init; }

    /// <summary>True once an ambiguous submit was replayed with its idempotency key, which happens at most once.</summary>
    public bool SubmitReplayed { get; init; }

    /// <summary>True once a submit of unknown outcome was answered without a task: then it is not sent again.</summary>
    public bool SubmitAnswered { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }

    public string? ProviderTaskId { get; init; }

    /// <summary>In percent, 0 to 100, as the provider last reported it.</summary>
    public int Progress { get; init; }

    public DateTimeOffset? LastPolledAt { get; init; }

    /// <summary>How often the provider was asked and knew the task.</summary>
    public int Polls { get; init; }

    /// <summary>The trace that created the task, as a W3C <c>traceparent</c>; null when nobody traced it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What caused the last poll: <c>webhook</c> or <c>poll</c>.</summary>
    public string? WokenBy { get; init; }

    public BatchId? BatchId { get; init; }

    /// <summary>The uploaded file it was made of; null when the request came over HTTP.</summary>
    public UploadOrigin? Upload { get; init; }

    /// <summary>What it was expected to cost when it was accepted; null when it was refused before.</summary>
    public TaskEstimate? Estimate { get; init; }

    /// <summary>The UTC day whose budget holds the task's credits; null when the client has no budget.</summary>
    public DateOnly? BudgetDay { get; init; }
    public decimal? CreditsReserved { get; init; }
    public decimal? CreditsCharged { get; init; }

    public TaskFailure? Failure { get; init; }
    public StoredVideo? Video { get; init; }

    /// <summary>The provider's further videos, from the second.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    public StoredPicture? LastFrame { get; init; }

    /// <summary>When the client deleted its video. The names of the blobs stay, so that a late store does not restore them.</summary>
    public DateTimeOffset? VideoDeletedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the failed task became completed, since its video was stored after all; null where that never happened.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>How often the sweep started its orchestration again.</summary>
    public int Restarts { get; init; }
    public IReadOnlyList<TaskTransition> History { get; init; } = [];

    /// <summary>The version that was read; an update demands that it is still the current one.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }

    public bool IsTerminal => State.IsTerminal();

    /// <summary>The video that callers can have: none once it was deleted.</summary>
    public StoredVideo? KeptVideo => VideoDeletedAt is null ? Video : null;

    public IEnumerable<string> StoredBlobs
        => new[] { Video?.Blob }.Concat(MoreVideos.Select(more => more.Blob)).Append(LastFrame?.Blob).OfType<string>();

    /// <summary>The record once its video was deleted; null when that changes nothing.</summary>
    public TaskRecord? WithVideoDeleted(DateTimeOffset at) => IsTerminal && KeptVideo is not null
        ? Noted("the video was deleted", at) with { VideoDeletedAt = at }
        : null;

    /// <summary>The record once the video of the failed task is stored.</summary>
    public TaskRecord WithRecovered(DateTimeOffset at)
        => (this with { State = TaskState.Completed, Failure = null, RecoveredAt = at, CompletedAt = at })
            .Noted($"recovered; it had failed with {Failure?.Code}", at);

    /// <summary>The record with a remark in its history. The same remark again is no new one.</summary>
    public TaskRecord Noted(string reason, DateTimeOffset at)
        => History is [.., var last] && last.Reason == reason
            ? this with { UpdatedAt = at }
            : this with { UpdatedAt = at, History = [.. History, new(at, State, Stage, reason)] };

    /// <summary>Moves the record on, and notes when and why. A repeated stage is no new transition.</summary>
    /// <exception cref="InvalidOperationException">The task has ended in another state.</exception>
    public TaskRecord Move(TaskState state, TaskStage stage, string reason, DateTimeOffset at)
    {
        if (IsTerminal && state != State) throw new InvalidOperationException($"A {State} task cannot become {state}.");
        var moved = this with { State = state, Stage = stage, UpdatedAt = at };
        return state == State && stage == Stage ? moved : moved with { History = [.. History, new(at, state, stage, reason)] };
    }
}

/// <summary>Where a task is; finer than its state, for operators.</summary>
public enum TaskStage
{
    /// <summary>Recorded; its orchestration has not started to work on it.</summary>
    Queued,
    Submitting,

    /// <summary>Submitted without a clear response; waiting for a webhook that settles it.</summary>
    Settling,
    Waiting,

    /// <summary>The deadline has passed and the provider is still at work; polled rarely until its 24 hours are over.</summary>
    Reconciling,
    Storing,
    Done,
}

/// <summary>
/// How far the one paid call of a task has come. It is written before the request leaves and after its response, so that a redelivered
/// activity or a restarted process knows whether money may already have been spent.
/// </summary>
public enum SubmissionState
{
    /// <summary>No request has left; submitting is safe.</summary>
    None,

    /// <summary>A request may have left, and its outcome is not recorded. It must not be sent as new work.</summary>
    Submitting,

    /// <summary>The last attempt never reached the provider; another attempt is safe.</summary>
    NotSent,
    Accepted,
    Rejected,

    /// <summary>The request may or may not have become a task, and the response is lost.</summary>
    Unknown,
}

/// <param name="Reason">In words an operator understands; never a secret.</param>
public sealed record TaskTransition(DateTimeOffset At, TaskState State, TaskStage Stage, string Reason);

/// <summary>The expected cost in the provider's credits.</summary>
/// <param name="From">The minimum; null when the price was unknown.</param>
/// <param name="To">The maximum; null when it was unknown or unlimited.</param>
public sealed record TaskEstimate(decimal? From, decimal? To, string PricingVersion)
{
    /// <summary>The exact price; null where it is a range or unknown.</summary>
    public decimal? Credits => From == To ? From : null;

    /// <summary>How far an amount is above the estimate, or (negative) below it; null when the price was unknown.</summary>
    public decimal? DistanceTo(decimal credits)
    {
        if (From is not { } from) return null;
        if (credits < from) return credits - from;
        return To is { } to && credits > to ? credits - to : 0;
    }

    internal static TaskEstimate Of(Estimate estimate) => new(estimate.From, estimate.To, estimate.PricingVersion);
}

/// <param name="Blob">Name inside the videos container: <c>{client}/{yyyy}/{MM}/{dd}/{task id}.mp4</c>.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record StoredVideo(string Blob, long Bytes, string Sha256);

/// <param name="Blob">The video's name, with <c>-last</c> and the picture's own extension.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record StoredPicture(string Blob, long Bytes, string Sha256);

/// <param name="Blob">The blob's name; the first frame's where two frames make one video.</param>
/// <param name="Etag">The version of the blob that was read, without quotes.</param>
/// <param name="Index">The place of the request in a job file's list, from 0; null where the file asks for one video.</param>
public sealed record UploadOrigin(string Container, string Blob, string Etag, int? Index = null);
