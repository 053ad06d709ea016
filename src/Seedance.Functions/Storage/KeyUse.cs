namespace Seedance.Functions.Storage;

/// <summary>What an idempotency key stands for.</summary>
/// <param name="TaskId">The one task that requests with the key lead to, recorded or not yet.</param>
/// <param name="Fingerprint">The fingerprint of the request that used the key first.</param>
/// <param name="IsFirst">True for the one use that brought the key in.</param>
public sealed record KeyUse(TaskId TaskId, string Fingerprint, bool IsFirst);
