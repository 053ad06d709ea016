namespace Seedance.Functions.Storage;

/// <summary>Which of a client's tasks are wanted.</summary>
/// <param name="Limit">The most on one page.</param>
public sealed record TaskQuery(int Limit)
{
    /// <summary>Only tasks in this state; null for all.</summary>
    public TaskState? State { get; init; }

    /// <summary>Only tasks of this model; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Only tasks created after this Unix second.</summary>
    public long? CreatedAfter { get; init; }

    /// <summary>Only tasks created before this Unix second.</summary>
    public long? CreatedBefore { get; init; }

    /// <summary>Where the page before ended, a <see cref="TaskPage.End"/>; null for the first page.</summary>
    public string? Position { get; init; }
}
