namespace Seedance.Simulator.Tasks;

internal sealed record TaskSnapshot(TaskState State, int Progress, TaskFailure? Failure = null)
{
    public bool IsTerminal => State >= TaskState.Completed;

    /// <summary>On its way: pending for the first few percent.</summary>
    public static TaskSnapshot Underway(int progress) =>
        progress < 5 ? new(TaskState.Pending, 0) : new(TaskState.Processing, progress);
}
