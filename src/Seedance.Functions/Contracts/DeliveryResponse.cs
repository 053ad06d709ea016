using Seedance.Functions.Activities;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>One attempt at telling the caller that a task has ended.</summary>
/// <param name="WebhookId">The message's <c>webhook-id</c>: the same in all attempts.</param>
/// <param name="Round">0 for the attempts that belong to the task's end, 1 and on for those that were asked for later.</param>
/// <param name="Attempt">The number of the attempt in its round, from 1.</param>
/// <param name="At">When it began, in UTC (ISO 8601).</param>
/// <param name="Outcome"><c>delivered</c>, <c>rejected</c>, <c>gone</c>, <c>timed_out</c>, <c>unreachable</c> or <c>not_allowed</c>.</param>
/// <param name="Status">The HTTP status of the answer, when there was one.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
public sealed record DeliveryResponse(
    string WebhookId, int Round, int Attempt, DateTimeOffset At, string Outcome, int? Status, long DurationMs)
{
    internal static DeliveryResponse Of(Delivery delivery) => new(
        delivery.WebhookId, delivery.Round, delivery.Attempt, delivery.At, WordOf(delivery.Outcome), delivery.Status,
        (long)delivery.Duration.TotalMilliseconds);

    internal static string WordOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => "delivered",
        DeliveryOutcome.Rejected => "rejected",
        DeliveryOutcome.Gone => "gone",
        DeliveryOutcome.TimedOut => "timed_out",
        DeliveryOutcome.Unreachable => "unreachable",
        DeliveryOutcome.NotAllowed => "not_allowed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a word."),
    };
}
