using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>What an event tells of a task that has ended, in words that <c>GET /v1/tasks/{id}</c> uses as well.</summary>
public sealed record OutcomeEventData
{
    /// <summary>The task's id.</summary>
    public required string TaskId { get; init; }

    /// <summary>The client whose task it is.</summary>
    public required string Client { get; init; }

    /// <summary><c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The model that was chosen.</summary>
    public required string Model { get; init; }

    /// <summary>The provider that served the task.</summary>
    public required string Provider { get; init; }

    /// <summary>The batch the task belongs to, if any.</summary>
    public string? BatchId { get; init; }

    /// <summary>
    /// The permanent links to the videos of a completed task, without a signature: they ask for the client's key. A signed link opens
    /// for ever and without a key, and a topic's subscribers, dead letters and logs are more than its client chose to show it to.
    /// </summary>
    public IReadOnlyList<string>? Results { get; init; }

    /// <summary>Where the video lies in Blob Storage: subscribers with an identity of their own read it there.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>Why a failed task failed: one of <see cref="FailureCodes"/>.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Credits the provider charged, once it has said so.</summary>
    public decimal? Credits { get; init; }
}
