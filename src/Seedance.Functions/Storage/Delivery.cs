using Seedance.Functions.Activities;
using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>An attempt at a callback that was made. Neither the address nor either body is part of it.</summary>
/// <param name="Client">The client who was to be told.</param>
/// <param name="TaskId">The task that has ended.</param>
/// <param name="Round">The round.</param>
/// <param name="Attempt">The number of the attempt in its round, from 1.</param>
/// <param name="WebhookId">The message's id: the same in all attempts at one event.</param>
/// <param name="At">When it began, in UTC.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Status">The HTTP status of the answer; null when there was none.</param>
/// <param name="Duration">How long it took, from connecting to the answer's headers.</param>
public sealed record Delivery(
    string Client,
    TaskId TaskId,
    int Round,
    int Attempt,
    string WebhookId,
    DateTimeOffset At,
    DeliveryOutcome Outcome,
    int? Status,
    TimeSpan Duration);
