namespace Seedance.Functions.Storage;

/// <summary>Where a result goes, and what is written beside it.</summary>
/// <param name="Record">The task it belongs to.</param>
/// <param name="Name">Its blob name inside the videos container.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record CopyTarget(TaskRecord Record, string Name, string ContentType)
{
    /// <summary>
    /// Whether the task has more results than this one. The first video's blob says so, for a run that finds it there and has to know
    /// whether there is anything left to do.
    /// </summary>
    public bool HasMore { get; init; }

    /// <summary>The target of a task's video.</summary>
    /// <param name="record">The task.</param>
    /// <param name="number">Which of its videos, from 1.</param>
    public static CopyTarget Video(TaskRecord record, int number = 1) => new(record, VideoStore.NameOf(record, number), "video/mp4");
}
