using Seedance.Functions.Tasks;

namespace Seedance.Functions.Generation;

/// <summary>What storing a video came to.</summary>
/// <param name="Kind">How it ended.</param>
public sealed record StoreResult(StoreKind Kind)
{
    /// <summary>The video, when it is stored.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>Why not, when it is not.</summary>
    public TaskFailure? Failure { get; init; }
}
