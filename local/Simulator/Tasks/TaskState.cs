namespace Seedance.Simulator.Tasks;

internal enum TaskState
{
    Pending,
    Processing,
    Completed,
    Failed,
    Cancelled,
}
