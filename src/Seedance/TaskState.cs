using System.Text.Json.Serialization;

namespace Seedance;

/// <summary>Where a generation stands. In JSON the lower-case word, as in EvoLink's task object.</summary>
[JsonConverter(typeof(TaskStateJsonConverter))]
public enum TaskState
{
    /// <summary>Accepted, not started.</summary>
    Pending,

    /// <summary>The provider is working on it.</summary>
    Processing,

    /// <summary>Finished with a video. Terminal.</summary>
    Completed,

    /// <summary>Finished without a video. Terminal.</summary>
    Failed,

    /// <summary>Stopped on request. Terminal.</summary>
    Cancelled,
}
