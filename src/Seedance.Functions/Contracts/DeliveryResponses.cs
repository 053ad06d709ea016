using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>One attempt to deliver the callback of a task.</summary>
/// <param name="WebhookId">The message's <c>webhook-id</c>: the same in all attempts.</param>
/// <param name="Attempt">From 1, counted over all attempts.</param>
/// <param name="At">When it was made, in UTC (ISO 8601).</param>
/// <param name="Outcome">delivered, rejected, gone, timed_out, unreachable or not_allowed.</param>
/// <param name="Status">The HTTP status that the caller answered with, if it answered.</param>
public sealed record DeliveryResponse(string WebhookId, int Attempt, DateTimeOffset At, string Outcome, int? Status, long DurationMs)
{
    internal static DeliveryResponse Of(Delivery delivery) => new(
        delivery.WebhookId, delivery.Attempt, delivery.At, WordOf(delivery.Outcome), delivery.Status,
        (long)delivery.Duration.TotalMilliseconds);

    internal static string WordOf(DeliveryOutcome outcome) => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
}

/// <summary>The attempts at the callback of one task, newest first.</summary>
/// <param name="HasMore">True when there are older attempts that are not listed.</param>
public sealed record DeliveryListResponse(IReadOnlyList<DeliveryResponse> Data, bool HasMore)
{
    [JsonPropertyOrder(-1)]
    public string Object { get; init; } = "list";
}

/// <summary>What was done to deliver a callback again.</summary>
/// <param name="Action"><c>started</c> or <c>woken</c>.</param>
/// <param name="Message">The same for people.</param>
public sealed record ResendResponse(string TaskId, string WebhookId, string Action, string Message);
