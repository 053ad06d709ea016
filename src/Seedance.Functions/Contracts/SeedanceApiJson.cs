using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>seedanceapi.org's envelope around every success. Its clients check <see cref="Code"/> besides HTTP's status.</summary>
public sealed record Envelope<T>([property: JsonPropertyOrder(1)] T Data)
    where T : class
{
    public int Code { get; init; } = 200;
    public string Message { get; init; } = "success";
}

/// <summary>The <c>data</c> of <c>POST /v1/generate</c>. Warnings are this service's own.</summary>
public sealed record StartedTask(string TaskId, string Status, IReadOnlyList<string>? Warnings);

/// <summary>The <c>data</c> of <c>GET /v1/status</c>. Members after <see cref="ErrorMessage"/> are this service's own.</summary>
public sealed class StatusData
{
    private readonly TaskRecord _record;

    internal StatusData(TaskRecord record, VideoLinks links)
    {
        _record = record;
        Response = record is { State: TaskState.Completed, KeptVideo: not null } ? links.ToAll(record) : record.IsTerminal ? [] : null;
    }

    public string TaskId => _record.Id.ToString();
    public string Status => StatusOf(_record);

    /// <summary>Credits the provider charged; null before it has said so.</summary>
    public decimal? ConsumedCredits => _record.CreditsCharged;
    public string CreatedAt => Text(_record.CreatedAt);
    public RequestEcho Request => new(_record.Request);

    /// <summary>The permanent links to a completed task's videos; none after a failure or a delete, null while it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Response { get; }

    /// <summary>Why a failed task failed, or that the video was deleted; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ErrorMessage => _record switch
    {
        { State: TaskState.Cancelled } => "The task was cancelled.",
        { State: TaskState.Failed, Failure: { ProviderMessage: { } said } failure } => $"{failure.Message} The provider says: {said}",
        { State: TaskState.Failed, Failure: { } failure } => failure.Message,
        { State: TaskState.Failed } => FailureCodes.Describe(FailureCodes.UnknownError).Message,
        // The status stays a success: a client that reads a failure sends the request again, and pays again.
        { VideoDeletedAt: not null } => "The video was deleted.",
        _ => null,
    };
    public string? VideoDeletedAt => _record.VideoDeletedAt is { } deleted ? Text(deleted) : null;
    public string Model => _record.Request.Model;
    public string Provider => _record.Request.Provider;

    /// <summary>The vendor's word for a task's state. It has none for a cancelled task.</summary>
    internal static string StatusOf(TaskRecord record) => record.State switch
    {
        TaskState.Completed => "SUCCESS",
        TaskState.Failed or TaskState.Cancelled => "FAILED",
        _ => "IN_PROGRESS",
    };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>
/// The request as it was understood, in seedanceapi.org's names and types. The callback URL is left out: such addresses may hold secrets.
/// </summary>
public sealed class RequestEcho
{
    private readonly VideoRequest _request;

    internal RequestEcho(VideoRequest request) => _request = request;

    public string Prompt => _request.Prompt;
    public string AspectRatio => _request.AspectRatio;
    public string Resolution => _request.Resolution;

    /// <summary>Seconds, as text: the vendor's type.</summary>
    public string Duration => _request.DurationSeconds.ToString(CultureInfo.InvariantCulture);
    public bool GenerateAudio => _request.GenerateAudio;
    public bool FixedLens => _request.FixedLens;
    public IReadOnlyList<string>? ImageUrls => NullIfNone(_request.ImageUrls);

    /// <summary>Videos and sounds of a task that was created on EvoLink's surface.</summary>
    public IReadOnlyList<string>? VideoUrls => NullIfNone(_request.VideoUrls);
    public IReadOnlyList<string>? AudioUrls => NullIfNone(_request.AudioUrls);

    private static IReadOnlyList<string>? NullIfNone(IReadOnlyList<string> urls) => urls.Count == 0 ? null : urls;
}

/// <summary>An error in seedanceapi.org's envelope. Detail, errors and budget are this service's own.</summary>
public sealed class ErrorEnvelope
{
    internal ErrorEnvelope(ApiException exception)
    {
        var error = exception.Error;
        Errors = error.Errors is null ? null : [.. error.Errors.OrderBy(each => ViolationCodes.IsSeedanceApiCode(each.Code) ? 0 : 1)];
        Code = (int)exception.Status;
        Message = Errors?[0].Code ?? WordOf(error.Code);
        Detail = Errors?[0].Message ?? error.Message;
        Budget = error.Budget;
    }
    public int Code { get; }

    /// <summary>The vendor's word for what is wrong, such as <c>INVALID_DURATION</c>.</summary>
    public string Message { get; }
    public string Detail { get; }

    /// <summary>Every violation of a refused request, those with the vendor's own codes first.</summary>
    public IReadOnlyList<RequestViolation>? Errors { get; }
    public BudgetResponse? Budget { get; }

    private static string WordOf(string code) => code switch
    {
        "unauthorized" => "INVALID_API_KEY",
        "insufficient_quota" => "INSUFFICIENT_CREDITS",
        _ => code.ToUpperInvariant(),
    };
}
