using Seedance.Functions.Api;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>What came of sending a message.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Status">The HTTP status of the answer; null when there was none.</param>
/// <param name="Duration">How long it took, from connecting to the answer's headers.</param>
public sealed record CallbackReply(DeliveryOutcome Outcome, int? Status, TimeSpan Duration)
{
    /// <summary>How long the receiver asked to be left alone, up to a day; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal DeliveryResult Result => Outcome switch
    {
        DeliveryOutcome.Delivered => DeliveryResult.Delivered,
        DeliveryOutcome.Gone or DeliveryOutcome.NotAllowed => DeliveryResult.GivenUp,
        _ => DeliveryResult.TryAgain with { RetryAfter = RetryAfter },
    };
}
