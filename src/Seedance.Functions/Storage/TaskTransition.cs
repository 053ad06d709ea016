namespace Seedance.Functions.Storage;

/// <summary>One step of a task's history.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="State">The state it moved to.</param>
/// <param name="Stage">The stage it moved to.</param>
/// <param name="Reason">Why, in words an operator understands; never a secret.</param>
public sealed record TaskTransition(DateTimeOffset At, TaskState State, TaskStage Stage, string Reason);
