using Seedance.Functions.Activities;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// What one execution of <see cref="GenerateVideo"/> starts from. It is stored in clear, so it holds no key and no link; and the
/// orchestration reads settings from nowhere else, so that it replays alike after a deployment.
/// </summary>
public sealed record GenerationInput
{
    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>The client whose task it is.</summary>
    public required string Client { get; init; }

    /// <summary>True when the provider replays an idempotency key, so that an ambiguous submit may be sent once more.</summary>
    public required bool ReplaysIdempotencyKey { get; init; }

    /// <summary>True when the caller wants to be told.</summary>
    public required bool NotifiesCaller { get; init; }

    /// <summary>True when its end is published to the topic.</summary>
    public bool PublishesEvents { get; init; }

    /// <summary>True when a video that the provider finishes after the cancel is stored all the same.</summary>
    public required bool KeepsVideoAfterCancel { get; init; }

    /// <summary>The orchestration of the batch that waits for the task's end; null when none does.</summary>
    public string? Batch { get; init; }

    /// <summary>How to wait.</summary>
    public required WaitingPlan Waiting { get; init; }

    /// <summary>The number of the first submit attempt: 1, or the last one recorded when the orchestration begins again.</summary>
    public int FirstAttempt { get; init; } = 1;

    /// <summary>True when the task was cancelled and what is left is to keep a video that may still come.</summary>
    public bool Cancelled { get; init; }

    /// <summary>How far earlier executions came; null in the first.</summary>
    public WaitingState? Resumed { get; init; }

    /// <summary>True when the provider has finished, and what is left is to store the video.</summary>
    public bool Finished { get; init; }

    /// <summary>How it ended, when what is left is to record that and to tell the caller.</summary>
    public Outcome? Ended { get; init; }
}
