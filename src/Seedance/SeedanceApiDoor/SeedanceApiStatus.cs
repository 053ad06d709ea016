using System.Diagnostics;

namespace Seedance.SeedanceApiDoor;

/// <summary>seedanceapi.org's three words for where a task stands.</summary>
public static class SeedanceApiStatus
{
    /// <summary>Not finished.</summary>
    public const string InProgress = "IN_PROGRESS";

    /// <summary>Finished with a video.</summary>
    public const string Success = "SUCCESS";

    /// <summary>Finished without a video. There is no word for cancelled.</summary>
    public const string Failed = "FAILED";

    /// <summary>The word for a state.</summary>
    public static string Word(TaskState state) => state switch
    {
        TaskState.Pending or TaskState.Processing => InProgress,
        TaskState.Completed => Success,
        TaskState.Failed or TaskState.Cancelled => Failed,
        _ => throw new UnreachableException($"Task state {(int)state} does not exist."),
    };
}
