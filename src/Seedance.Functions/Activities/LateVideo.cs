using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>What became of the video of a task that had been cancelled.</summary>
/// <param name="Task">The task.</param>
/// <param name="Video">Where it lies; null where storing it failed.</param>
public sealed record LateVideo(TaskReference Task, StoredVideo? Video)
{
    /// <summary>Where the further videos lie, when there are several.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    /// <summary>Where the last frame lies, when there is one.</summary>
    public StoredPicture? LastFrame { get; init; }
}
