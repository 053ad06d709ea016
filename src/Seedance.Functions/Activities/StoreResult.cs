using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>What storing a video came to.</summary>
/// <param name="Kind">How it ended.</param>
public sealed record StoreResult(StoreKind Kind)
{
    /// <summary>The video, when it is stored; also while further ones are to be tried again.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>Further videos that are stored, when the provider gave more than one.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    /// <summary>The last frame, when the provider offered one and it is stored.</summary>
    public StoredPicture? LastFrame { get; init; }

    /// <summary>The name of every blob that is stored.</summary>
    [JsonIgnore]
    public IEnumerable<string> StoredBlobs => new[] { Video?.Blob, LastFrame?.Blob }.OfType<string>().Concat(MoreVideos.Select(video => video.Blob));

    /// <summary>Why not, when it is not.</summary>
    public TaskFailure? Failure { get; init; }
}
