using Seedance.Functions.Activities;
using Seedance.Functions.Storage;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Contracts;

/// <summary>
/// A task as EvoLink's <c>GET /v1/tasks/{id}</c> shows it. Published clients read the link from <see cref="Results"/> or from
/// <see cref="Result"/>, so a completed task has both. Members after <see cref="Error"/> are this service's own.
/// </summary>
public sealed record TaskResponse
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>video.generation.task</c>.</summary>
    public string Object { get; init; } = "video.generation.task";

    /// <summary>When the task was created, in Unix seconds.</summary>
    public required long Created { get; init; }

    /// <summary>The model that was chosen.</summary>
    public required string Model { get; init; }

    /// <summary><c>pending</c>, <c>processing</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Percent, 0 to 100.</summary>
    public required int Progress { get; init; }

    /// <summary>Always <c>video</c>.</summary>
    public string Type { get; init; } = "video";

    /// <summary>What EvoLink says of the task beside its state.</summary>
    public required TaskInfo TaskInfo { get; init; }

    /// <summary>Credits, as far as they are known.</summary>
    public required TaskUsage Usage { get; init; }

    /// <summary>This service's own, permanent links to the videos of a completed task.</summary>
    public IReadOnlyList<string>? Results { get; init; }

    /// <summary>The first of <see cref="Results"/>, in the shape older clients read.</summary>
    public TaskResult? Result { get; init; }

    /// <summary>Why a failed task failed.</summary>
    public ApiError? Error { get; init; }

    /// <summary>The provider that serves the task.</summary>
    public required string Provider { get; init; }

    /// <summary>The batch the task belongs to, if any.</summary>
    public string? BatchId { get; init; }

    /// <summary>The uploaded file that the task was made of, if any.</summary>
    public UploadOrigin? Upload { get; init; }

    /// <summary>The provider's own id of the task, once known.</summary>
    public string? ProviderTaskId { get; init; }

    /// <summary>Where in its story the task is: <c>queued</c>, <c>submitting</c>, <c>waiting</c>, <c>storing</c>, <c>done</c> and others.</summary>
    public required string Stage { get; init; }

    /// <summary>What made the service look last: <c>webhook</c> or <c>poll</c>.</summary>
    public string? WokenBy { get; init; }

    /// <summary>When the task last changed, in Unix seconds.</summary>
    public required long Updated { get; init; }

    /// <summary>Where the first video lies in Blob Storage.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>This service's own, permanent link to the last frame, when the provider offered one.</summary>
    public string? LastFrameUrl { get; init; }

    /// <summary>When the client had the video deleted, in Unix seconds: then there are no results any more.</summary>
    public long? VideoDeletedAt { get; init; }

    /// <summary>Every change of state or stage, oldest first. Only when it was asked for.</summary>
    public IReadOnlyList<TaskStep>? History { get; init; }

    /// <summary>Remarks on the request that did not stop it. Only in the answer to a create.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
