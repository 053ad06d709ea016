namespace Seedance.Functions.Orchestrations;

/// <summary>
/// How long the history of one execution has grown, counted in steps: an activity and the timer or signal before it, about eight
/// rows. Every episode loads the whole history, so that an execution hands over to a new one before it has grown long.
/// </summary>
internal sealed class ExecutionLength
{
    // What comes next may take thirty-five further steps.
    private const int Long = 10;

    public int Steps { get; private set; }

    /// <summary>True when the next part of the story should have an execution of its own.</summary>
    public bool IsLong => Steps >= Long;

    public void Add() => Steps++;
}
