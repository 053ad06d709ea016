namespace Seedance.Functions.Activities;

/// <summary>What a look at the provider found.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PollKind>))]
public enum PollKind
{
    /// <summary>The provider is still at work.</summary>
    Running,

    /// <summary>The provider has finished, and there is a video to fetch.</summary>
    Completed,

    /// <summary>The provider says finished, but names no video.</summary>
    CompletedWithoutVideo,

    /// <summary>The provider has failed.</summary>
    Failed,

    /// <summary>The task was cancelled at the provider.</summary>
    Cancelled,

    /// <summary>The provider does not know the task.</summary>
    NotFound,

    /// <summary>The provider could not be asked this time.</summary>
    Unavailable,
}
