using Seedance.Functions.Tasks;

namespace Seedance.Functions.Generation;

/// <summary>A video that came although its task had been cancelled.</summary>
/// <param name="Task">The task.</param>
/// <param name="Video">Where it lies.</param>
public sealed record LateVideo(TaskReference Task, StoredVideo Video)
{
    /// <summary>Where the further videos lie, when there are several.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    /// <summary>Where the last frame lies, when there is one.</summary>
    public StoredPicture? LastFrame { get; init; }
}
