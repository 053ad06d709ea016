namespace Seedance.Simulator.Tasks;

internal sealed record TaskSnapshot(TaskState State, int Progress, TaskFailure? Failure = null)
{
    public bool IsTerminal => State >= TaskState.Completed;

    public static TaskSnapshot Processing(int progress) => new(progress < 5 ? TaskState.Pending : TaskState.Processing, progress < 5 ? 0 : progress);
}
