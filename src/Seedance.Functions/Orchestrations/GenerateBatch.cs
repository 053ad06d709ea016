using Microsoft.DurableTask;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Starts the generations of a batch, so many at once. A generation makes room for the next one when its task has ended; what it
/// may still do then, such as a day of attempts to tell the caller, holds nobody up. Fifty generations are some hundred and fifty
/// rows of history, however long they take.
/// </summary>
public static class GenerateBatch
{
    /// <summary>Raised by a generation whose task has ended. Payload: the task's id.</summary>
    public const string TaskEnded = "TaskEnded";

    /// <summary>Runs until every generation is over.</summary>
    [Function(nameof(GenerateBatch))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<BatchInput>() ?? throw new InvalidOperationException("A batch needs its input.");
        var begun = new List<Task>();
        var underWay = new Dictionary<string, Task>();
        // One waiter at a time, replaced only after it was used up: waiters of one event are a stack.
        var ended = context.WaitForExternalEvent<string>(TaskEnded);
        foreach (var generation in input.Generations)
        {
            while (underWay.Count >= input.Concurrency)
            {
                await Task.WhenAny([ended, .. underWay.Values]);
                if (ended.IsCompleted)
                {
                    underWay.Remove(await ended);
                    ended = context.WaitForExternalEvent<string>(TaskEnded);
                }
                foreach (var (task, _) in underWay.Where(each => each.Value.IsCompleted).ToList()) underWay.Remove(task);
            }
            var running = GenerateAsync(context, generation);
            underWay.Add(generation.TaskId, running);
            begun.Add(running);
        }
        await Task.WhenAll(begun);
    }

    private static async Task GenerateAsync(TaskOrchestrationContext context, GenerationInput generation)
    {
        try
        {
            await context.CallSubOrchestratorAsync(nameof(GenerateVideo), generation, new TaskOptions().WithInstanceId(generation.TaskId));
        }
        catch (TaskFailedException)
        {
            // The others go on. The sweep finds a task whose orchestration has failed, and starts it again.
        }
    }
}
