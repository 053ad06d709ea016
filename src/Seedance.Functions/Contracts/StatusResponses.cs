using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>Says in seedanceapi.org's words what a record holds.</summary>
public sealed class StatusResponses(VideoLinks links)
{
    private const string Failed = "FAILED";

    /// <summary>The vendor's word for a task's state.</summary>
    public static string StatusOf(TaskRecord record) => record.State switch
    {
        TaskState.Completed => "SUCCESS",
        TaskState.Failed or TaskState.Cancelled => Failed,
        _ => "IN_PROGRESS",
    };

    /// <summary>The task as this vendor's clients read it.</summary>
    public StatusData Of(TaskRecord record)
    {
        var status = StatusOf(record);
        return new StatusData
        {
            TaskId = record.Id.ToString(),
            Status = status,
            ConsumedCredits = record.CreditsCharged,
            CreatedAt = Text(record.CreatedAt),
            Request = RequestEcho.Of(record.Request),
            Response = record is { State: TaskState.Completed, KeptVideo: not null } ? links.ToAll(record) : record.IsTerminal ? [] : null,
            ErrorMessage = ErrorOf(record),
            VideoDeletedAt = record.VideoDeletedAt is { } deleted ? Text(deleted) : null,
            Model = record.Request.Model,
            Provider = record.Request.Provider,
        };
    }

    private static string? ErrorOf(TaskRecord record) => record switch
    {
        { State: TaskState.Cancelled } => "The task was cancelled.",
        { State: TaskState.Failed, Failure: { ProviderMessage: { } said } failure } => $"{failure.Message} The provider says: {said}",
        { State: TaskState.Failed, Failure: { } failure } => failure.Message,
        { State: TaskState.Failed } => FailureCodes.Describe(FailureCodes.UnknownError).Message,
        // Still a success: who reads a failure sends the request again, and pays again.
        { VideoDeletedAt: not null } => "The video was deleted.",
        _ => null,
    };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
