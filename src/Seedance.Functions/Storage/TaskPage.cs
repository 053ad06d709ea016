namespace Seedance.Functions.Storage;

/// <summary>One page of a client's tasks.</summary>
/// <param name="Records">The tasks, newest first, without their prompts and histories.</param>
/// <param name="End">Where the next page goes on, or null when this is the last one. A page may be short and yet not the last.</param>
public sealed record TaskPage(IReadOnlyList<TaskRecord> Records, string? End);
