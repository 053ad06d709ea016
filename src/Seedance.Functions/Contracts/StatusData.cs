using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>The <c>data</c> of <c>GET /v1/status</c>. Members after <see cref="ErrorMessage"/> are this service's own.</summary>
public sealed record StatusData
{
    /// <summary>The task's id.</summary>
    public required string TaskId { get; init; }

    /// <summary>
    /// <c>IN_PROGRESS</c>, <c>SUCCESS</c> or <c>FAILED</c>. The vendor has no word for a cancelled task; it is <c>FAILED</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Credits the provider charged, once it has said so.</summary>
    public decimal? ConsumedCredits { get; init; }

    /// <summary>When the task was created, ISO 8601 in UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>The request as it was understood.</summary>
    public required RequestEcho Request { get; init; }

    /// <summary>The permanent link to the video of a finished task, empty for a failed one and for a deleted video, null while it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Response { get; init; }

    /// <summary>Why a failed task failed, or that the video was deleted; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ErrorMessage { get; init; }

    /// <summary>When the client had the video deleted, ISO 8601 in UTC.</summary>
    public string? VideoDeletedAt { get; init; }

    /// <summary>The model that was chosen.</summary>
    public required string Model { get; init; }

    /// <summary>The provider that serves the task.</summary>
    public required string Provider { get; init; }
}
