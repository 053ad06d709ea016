using Seedance.Functions.Api;

namespace Seedance.Functions.Orchestrations;

/// <summary>How far the wait for a provider has come; carried from one execution of the orchestration to the next.</summary>
public sealed record WaitingState
{
    /// <summary>The provider's id of the task.</summary>
    public required string ProviderTaskId { get; init; }

    /// <summary>When the provider accepted the task, in UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Whether the provider is asked without waiting first: the webhook that named the task has been consumed.</summary>
    public bool AskAtOnce { get; init; }

    /// <summary>Polls so far, over all executions.</summary>
    public int Polls { get; init; }

    /// <summary>Polls in a row that the provider answered with "unknown task", not counting those in the grace period.</summary>
    public int NotFoundInARow { get; init; }

    /// <summary>Polls in a row that said "completed" and named no video.</summary>
    public int WithoutVideoInARow { get; init; }

    /// <summary>How long the provider asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
