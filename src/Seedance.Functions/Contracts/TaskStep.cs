namespace Seedance.Functions.Contracts;

/// <summary>One step in a task's history.</summary>
/// <param name="At">When, in UTC (ISO 8601).</param>
/// <param name="Status">The status it moved to.</param>
/// <param name="Stage">The stage it moved to.</param>
/// <param name="Reason">Why.</param>
public sealed record TaskStep(DateTimeOffset At, string Status, string Stage, string Reason);
