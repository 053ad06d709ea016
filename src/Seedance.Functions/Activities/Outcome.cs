using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>How a generation ended.</summary>
/// <param name="State">A terminal state.</param>
/// <param name="Reason">Why, in words an operator understands.</param>
public sealed record Outcome(
    [property: JsonConverter(typeof(JsonStringEnumConverter<TaskState>))] TaskState State, string Reason)
{
    /// <summary>Where the video lies, when it completed.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>Where the further videos lie, when there are several.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    /// <summary>Where the last frame lies, when there is one.</summary>
    public StoredPicture? LastFrame { get; init; }

    /// <summary>Why it failed, when it failed.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>What the provider may still be working on, when the task was cancelled after the submit.</summary>
    public WaitingState? LeftAtProvider { get; init; }

    internal static Outcome Completed(StoredVideo video) => new(TaskState.Completed, "the video is stored") { Video = video };

    internal static Outcome Failed(TaskFailure failure) => new(TaskState.Failed, failure.Message) { Failure = failure };

    /// <summary>A failure of what was paid for: whoever reads it must learn where to look for the video.</summary>
    internal static Outcome Failed(TaskFailure failure, WaitingState state) => Failed(failure with
    {
        Message = $"{failure.Message} The provider's id of the task is {state.ProviderTaskId}; it keeps a video for 24 hours.",
    });

    internal static Outcome Cancelled(string reason) => new(TaskState.Cancelled, reason);
}
