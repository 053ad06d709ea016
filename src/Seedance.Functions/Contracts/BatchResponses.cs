using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>Makes the answer about a batch out of its record and its tasks'.</summary>
public sealed class BatchResponses(TaskResponses answers)
{
    /// <summary>The batch as callers see it.</summary>
    public BatchResponse Of(BatchRecord batch, IReadOnlyList<TaskRecord> tasks)
    {
        return new BatchResponse
        {
            Id = batch.Id.ToString(),
            Created = batch.CreatedAt.ToUnixTimeSeconds(),
            Status = StateOf(tasks).Word(),
            Concurrency = Math.Min(batch.Concurrency, batch.Tasks.Count),
            Counts = new BatchCounts(
                Count(TaskState.Pending), Count(TaskState.Processing), Count(TaskState.Completed), Count(TaskState.Failed), Count(TaskState.Cancelled)),
            Tasks = [.. tasks.Select(answers.Of)],
        };

        int Count(TaskState state) => tasks.Count(task => task.State == state);
    }

    private static TaskState StateOf(IReadOnlyList<TaskRecord> tasks)
        => tasks.All(task => task.IsTerminal) ? TaskState.Completed
            : tasks.All(task => task.State == TaskState.Pending) ? TaskState.Pending
            : TaskState.Processing;
}
