using Seedance.Functions.Api;

namespace Seedance.Functions.Activities;

/// <summary>What an attempt at the paid call came to.</summary>
/// <param name="Kind">How it ended.</param>
public sealed record SubmitResult(SubmitKind Kind)
{
    /// <summary>The provider's id of the task, when accepted.</summary>
    public string? ProviderTaskId { get; init; }

    /// <summary>Why, when it was rejected or its outcome is unknown.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>Whether the task became known through its own webhook, which means that there is something to see.</summary>
    public bool Adopted { get; init; }

    /// <summary>How long the provider asked to be left alone, when the request was not sent.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
