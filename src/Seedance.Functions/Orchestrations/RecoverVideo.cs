using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>The recovery of a failed task whose video the provider has after all.</summary>
/// <param name="Generation">As for the task's own orchestration, with the provider's task in it.</param>
/// <param name="AttemptsBefore">Attempts that were made at the task's callback.</param>
public sealed record Recovery(GenerationInput Generation, int AttemptsBefore);

/// <summary>
/// Stores the video of a failed task, which becomes completed, and tells the caller under a new message id. It never submits. When the
/// video cannot be stored, the task stays failed and its history says why.
/// </summary>
public static class RecoverVideo
{
    public static string InstanceIdFor(TaskId id) => $"{id}-recover";

    [Function(nameof(RecoverVideo))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (input, attempts) = context.GetInput<Recovery>() ?? throw new InvalidOperationException("A recovery needs its input.");
        var outcome = await new StoreStep(context, input).RunAsync(input.Resumed!) with { Recovers = true };
        await context.CallActivityAsync(nameof(RecordOutcome), new RecordInput(input.Task, outcome), GenerateVideo.Retries);
        if (outcome.Video is null) return;
        var notification = new Notification(input.Task.Client, input.Task.TaskId, attempts, Recovered: true);
        await GenerateVideo.TellAsync(context, input, notification);
    }
}
