namespace Seedance.Functions.Contracts;

/// <summary>A batch and its tasks.</summary>
public sealed record BatchResponse
{
    /// <summary>The batch's id.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>video.generation.batch</c>.</summary>
    public string Object { get; init; } = "video.generation.batch";

    /// <summary>When the batch was created, in Unix seconds.</summary>
    public required long Created { get; init; }

    /// <summary>
    /// <c>pending</c> before the first task is under way, <c>completed</c> when every one has ended, however, else
    /// <c>processing</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>How many of its tasks may be under way at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How many of its tasks are in which state.</summary>
    public required BatchCounts Counts { get; init; }

    /// <summary>Each task as <c>GET /v1/tasks/{id}</c> shows it, in the order of the request.</summary>
    public required IReadOnlyList<TaskResponse> Tasks { get; init; }

    /// <summary>Remarks on the requests that did not stop them. Only in the answer to a create.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
