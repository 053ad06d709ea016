namespace Seedance.Functions.Contracts;

/// <summary>One page of a client's tasks.</summary>
/// <param name="Data">The tasks, newest first.</param>
/// <param name="HasMore">True while there is a next page. A page may be short, or empty, and yet not the last.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page.</param>
public sealed record TaskListResponse(IReadOnlyList<TaskResponse> Data, bool HasMore, string? NextCursor)
{
    /// <summary>Always <c>list</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Object { get; init; } = "list";
}
