namespace Seedance.Functions.Activities;

/// <summary>The end of a task, to be written into its record.</summary>
/// <param name="Task">The task.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record RecordInput(TaskReference Task, Outcome Outcome);
