using Microsoft.DurableTask;

namespace Seedance.Functions.Orchestrations;

/// <summary>What <see cref="GenerateBatch"/> starts from.</summary>
/// <param name="Concurrency">How many generations may run at once, at least 1.</param>
public sealed record BatchInput(int Concurrency, IReadOnlyList<GenerationInput> Generations);

/// <summary>
/// Starts the generations of a batch, so many at once. A generation makes room for the next one when its task has ended; what it may
/// still do then, such as a day of attempts to notify the caller, delays none. Fifty generations are about 150 rows of history.
/// </summary>
public static class GenerateBatch
{
    /// <summary>Raised by a generation whose task has ended. Payload: the task's id.</summary>
    public const string TaskEnded = "TaskEnded";

    [Function(nameof(GenerateBatch))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<BatchInput>() ?? throw new InvalidOperationException("A batch needs its input.");
        var started = new List<Task>();
        var running = new Dictionary<string, Task>();
        // One waiter at a time, replaced only after it was used up: waiters of one event are a stack.
        var ended = context.WaitForExternalEvent<string>(TaskEnded);
        foreach (var generation in input.Generations)
        {
            while (running.Count >= input.Concurrency)
            {
                await Task.WhenAny([ended, .. running.Values]);
                if (ended.IsCompleted)
                {
                    running.Remove(await ended);
                    ended = context.WaitForExternalEvent<string>(TaskEnded);
                }
                foreach (var (id, _) in running.Where(each => each.Value.IsCompleted).ToList()) running.Remove(id);
            }
            var task = GenerateAsync(context, generation);
            running.Add(generation.Task.TaskId.ToString(), task);
            started.Add(task);
        }
        await Task.WhenAll(started);
    }

    private static async Task GenerateAsync(TaskOrchestrationContext context, GenerationInput generation)
    {
        var options = new TaskOptions().WithInstanceId(generation.Task.TaskId.ToString());
        try
        {
            await context.CallSubOrchestratorAsync(nameof(GenerateVideo), generation, options);
        }
        catch (TaskFailedException)
        {
            // The others go on. The sweep finds a task whose orchestration has failed, and starts it again.
        }
    }
}
