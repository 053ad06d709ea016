namespace Seedance.Functions.Activities;

/// <summary>One attempt at the paid call.</summary>
/// <param name="Task">The task.</param>
/// <param name="Attempt">
/// The attempt's number, from 1. Another number is only ever used after the attempt before surely did not reach the provider.
/// </param>
/// <param name="Replay">True to send an ambiguous attempt once more with its idempotency key, where the provider honours that.</param>
public sealed record SubmitInput(TaskReference Task, int Attempt, bool Replay);
