using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>
/// A task as EvoLink's <c>GET /v1/tasks/{id}</c> shows it. Published clients read the link from <see cref="Results"/> or from
/// <see cref="Result"/>, so a completed task has both. Members after <see cref="Error"/> are this service's own. Times are Unix seconds.
/// </summary>
public sealed class TaskResponse
{
    private readonly TaskRecord _record;

    internal TaskResponse(TaskRecord record, VideoLinks links)
    {
        _record = record;
        if (record is not { State: TaskState.Completed, KeptVideo: not null }) return;
        Results = links.ToAll(record);
        LastFrameUrl = record.LastFrame is null ? null : links.ToLastFrame(record);
    }

    public string Id => _record.Id.ToString();
    public string Object { get; } = "video.generation.task";
    public long Created => _record.CreatedAt.ToUnixTimeSeconds();
    public string Model => _record.Request.Model;
    public string Status => _record.State.Word();
    public int Progress => _record.State == TaskState.Completed ? 100 : _record.Progress;
    public string Type { get; } = "video";
    public TaskInfo TaskInfo => new(
        !_record.IsTerminal, _record.Request.DurationSeconds is var seconds && seconds == VideoRequest.SmartDuration ? null : seconds);
    public TaskUsage Usage => new(_record);

    /// <summary>This service's own, permanent links to the videos.</summary>
    public IReadOnlyList<string>? Results { get; }
    public TaskResult? Result => Results is null ? null : new(Results[0]);
    public ApiError? Error => _record is { State: TaskState.Failed, Failure: { } failure } ? ApiError.Of(failure) : null;
    public string Provider => _record.Request.Provider;
    public string? BatchId => _record.BatchId?.ToString();
    public UploadOrigin? Upload => _record.Upload;
    public string? ProviderTaskId => _record.ProviderTaskId;
    public string Stage => _record.Stage.ToString().ToLowerInvariant();

    /// <summary>What made the service ask the provider last: <c>webhook</c> or <c>poll</c>.</summary>
    public string? WokenBy => _record.WokenBy;
    public long Updated => _record.UpdatedAt.ToUnixTimeSeconds();
    public StoredVideo? Video => _record.KeptVideo;
    public string? LastFrameUrl { get; }
    public long? VideoDeletedAt => _record.VideoDeletedAt?.ToUnixTimeSeconds();

    /// <summary>Only on request.</summary>
    public IReadOnlyList<TaskStep>? History { get; init; }

    /// <summary>Remarks on the request that did not stop it. Only in the response to a create.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <param name="CanCancel">Whether the task has not ended.</param>
/// <param name="VideoDuration">Seconds that were asked for; null where the model chooses.</param>
public sealed record TaskInfo(bool CanCancel, int? VideoDuration);

/// <summary>The result as the oldest published clients read it.</summary>
public sealed record TaskResult(string VideoUrl);

public sealed record TaskStep(DateTimeOffset At, string Status, string Stage, string Reason)
{
    internal static TaskStep Of(TaskTransition step)
        => new(step.At, step.State.Word(), step.Stage.ToString().ToLowerInvariant(), step.Reason);
}

/// <summary>EvoLink's <c>usage</c>, and the estimate: exact, or a range that may have no end, or nothing where it was unknown.</summary>
public sealed class TaskUsage
{
    private readonly TaskRecord _record;

    internal TaskUsage(TaskRecord record) => _record = record;

    public string BillingRule { get; } = "per_second";
    public decimal? CreditsReserved => _record.CreditsReserved;
    public decimal? CreditsUsed => _record.CreditsCharged;
    public string UserGroup { get; } = "default";
    public decimal? EstimatedCredits => _record.Estimate?.Credits;
    public decimal? EstimatedCreditsFrom => EstimatedCredits is null ? _record.Estimate?.From : null;
    public decimal? EstimatedCreditsTo => EstimatedCredits is null ? _record.Estimate?.To : null;
    public string? PricingVersion => _record.Estimate?.PricingVersion;
}

/// <summary>One page of a client's tasks, newest first. A page can be short, or empty, and yet not the last.</summary>
public sealed record TaskListResponse(IReadOnlyList<TaskResponse> Data, bool HasMore, string? NextCursor)
{
    [JsonPropertyOrder(-1)]
    public string Object { get; } = "list";
}

/// <summary>A batch and its tasks, in the order of the request.</summary>
public sealed class BatchResponse
{
    private readonly BatchRecord _batch;

    internal BatchResponse(BatchRecord batch, IReadOnlyList<TaskRecord> tasks, VideoLinks links)
    {
        _batch = batch;
        Counts = new(
            Of(TaskState.Pending), Of(TaskState.Processing), Of(TaskState.Completed), Of(TaskState.Failed), Of(TaskState.Cancelled));
        Tasks = [.. tasks.Select(task => new TaskResponse(task, links))];
        Status = (tasks.All(task => task.IsTerminal) ? TaskState.Completed
            : Counts.Pending == tasks.Count ? TaskState.Pending
            : TaskState.Processing).Word();

        int Of(TaskState state) => tasks.Count(task => task.State == state);
    }

    public string Id => _batch.Id.ToString();
    public string Object { get; } = "video.generation.batch";
    public long Created => _batch.CreatedAt.ToUnixTimeSeconds();

    /// <summary><c>pending</c> while all its tasks are, <c>completed</c> when all have ended, else <c>processing</c>.</summary>
    public string Status { get; }
    public int Concurrency => Math.Min(_batch.Concurrency, _batch.Tasks.Count);
    public BatchCounts Counts { get; }
    public IReadOnlyList<TaskResponse> Tasks { get; }
    public IReadOnlyList<string>? Warnings { get; init; }
}

public sealed record BatchCounts(int Pending, int Processing, int Completed, int Failed, int Cancelled);

/// <summary>What a create of the same body would choose and cost.</summary>
public sealed record EstimateResponse(string Model, string Provider, PriceResponse Estimate)
{
    public string Object { get; } = "video.generation.estimate";
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>A price in the provider's credits: exact, or a range that may have no end, or unknown with the reason, never zero.</summary>
public sealed class PriceResponse
{
    private readonly Estimate _estimate;

    internal PriceResponse(Estimate estimate) => _estimate = estimate;

    public string PricingVersion => _estimate.PricingVersion;
    public decimal? Credits => _estimate.Credits;
    public decimal? From => Credits is null ? _estimate.From : null;
    public decimal? To => Credits is null ? _estimate.To : null;

    /// <summary>What a create would reserve in the client's budget; null when the price is unknown.</summary>
    public decimal? CreditsToReserve => _estimate.AmountToReserve;

    /// <summary>True, or null when something is known about the price.</summary>
    public bool? Unknown => _estimate.IsUnknown ? true : null;
    public string? Reason => _estimate.IsUnknown ? string.Join(' ', _estimate.Notes) : null;
    public IReadOnlyList<string>? Notes => _estimate is { IsUnknown: false, Notes: { Count: > 0 } notes } ? notes : null;
}

public sealed record ErrorResponse(ApiError Error);

/// <summary>An error of a request or a task. Code, message and type are as in EvoLink's documents, the rest is this service's.</summary>
public sealed record ApiError(string Code, string Message, string Type)
{
    public IReadOnlyList<RequestViolation>? Errors { get; init; }

    /// <summary>More about a failure where it is known, such as <c>output_audio</c> for refused content.</summary>
    public string? Detail { get; init; }
    public string? ProviderCode { get; init; }
    public string? ProviderMessage { get; init; }

    /// <summary>Whether the same request may succeed if it is sent again.</summary>
    public bool? Retryable { get; init; }
    public BudgetResponse? Budget { get; init; }

    internal static ApiError Of(TaskFailure failure) => new(failure.Code, failure.Message, FailureCodes.Describe(failure.Code).Type)
    {
        Detail = failure.Detail,
        ProviderCode = failure.ProviderCode,
        ProviderMessage = failure.ProviderMessage,
        Retryable = failure.Retryable,
    };
}

/// <summary>The budget that does not allow a request. Credits left and needed are null when the price is unknown.</summary>
/// <param name="DailyCredits">Of a UTC day.</param>
/// <param name="ResetsAt">When the next day starts, in Unix seconds.</param>
public sealed record BudgetResponse(decimal DailyCredits, decimal? CreditsLeft, decimal? CreditsNeeded, long ResetsAt)
{
    internal static BudgetResponse Of(BudgetRefusal refusal)
        => new(refusal.DailyCredits, refusal.CreditsLeft, refusal.CreditsNeeded, refusal.ResetsAt.ToUnixTimeSeconds());
}
