using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>How copying a video from the provider ended.</summary>
public abstract record CopyOutcome
{
    private CopyOutcome()
    {
    }

    /// <summary>The video lies in Blob Storage, whole.</summary>
    public sealed record Stored(StoredVideo Video) : CopyOutcome;

    /// <summary>It did not work this time; another attempt, with a fresh link, may succeed.</summary>
    public sealed record TryAgain(TaskFailure Failure) : CopyOutcome;

    /// <summary>It will never work.</summary>
    public sealed record Failed(TaskFailure Failure) : CopyOutcome;
}
