namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record CallbackAttempt(string WebhookId, int Attempt, DateTimeOffset At, string Outcome, int? Status, long DurationMs);
