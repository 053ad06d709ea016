using Seedance.Functions.Api;

namespace Seedance.Functions.Activities;

/// <summary>What a look at the provider found. No links: what an activity returns is stored in clear.</summary>
/// <param name="Kind">The finding.</param>
public sealed record PollResult(PollKind Kind)
{
    /// <summary>Why, when the provider failed.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>How long the provider asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
