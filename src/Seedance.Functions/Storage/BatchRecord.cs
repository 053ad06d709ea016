using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>
/// A batch: which tasks belong together. It is written after the records of its tasks, and never changes: once it is there, the
/// batch exists and its tasks are begun; as long as it is not, none of them is.
/// </summary>
/// <param name="Id">The batch's id.</param>
/// <param name="Client">The client that asked and pays.</param>
/// <param name="CreatedAt">When the request was accepted.</param>
/// <param name="Concurrency">How many of its tasks may be under way at once.</param>
/// <param name="Tasks">Its tasks, in the order of the request.</param>
public sealed record BatchRecord(BatchId Id, string Client, DateTimeOffset CreatedAt, int Concurrency, IReadOnlyList<TaskId> Tasks)
{
    /// <summary>The most requests of a batch.</summary>
    public const int MaxTasks = 50;
}
