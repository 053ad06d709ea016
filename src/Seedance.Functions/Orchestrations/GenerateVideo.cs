using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// One generation from submit to stored video. The instance id is the task id. Deterministic: time comes from the context,
/// settings from the input, and everything that touches the world is an activity.
/// </summary>
public static class GenerateVideo
{
    /// <summary>Runs one execution; the wait for the provider may be carried on by further ones.</summary>
    [Function(nameof(GenerateVideo))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<GenerationInput>() ?? throw new InvalidOperationException("A generation needs its input.");
        // Before the submit, and once: a webhook may arrive while the submit is still under way.
        var signals = new GenerationSignals(context);

        if (input.Cancelled) signals.IgnoreCancel();
        if (await EndAsync(context, input, signals) is not { } outcome) return;
        await (input.Cancelled ? KeepVideoAsync(context, input, outcome) : ConcludeAsync(context, input, outcome));
    }

    private static async Task ConcludeAsync(TaskOrchestrationContext context, GenerationInput input, Outcome outcome)
    {
        var task = new TaskReference(input.Client, input.TaskId);
        await context.CallActivityAsync(nameof(RecordOutcome), new RecordInput(task, outcome), ActivityRetries.Idempotent);
        // Room for the next one of its batch, before anything that may take a day.
        if (input.Batch is not null) context.SendEvent(input.Batch, GenerateBatch.TaskEnded, input.TaskId);
        var told = input.NotifiesCaller
            ? context.CallSubOrchestratorAsync(nameof(NotifyCaller), task, new TaskOptions().WithInstanceId(NotifyCaller.InstanceIdFor(input.TaskId)))
            : Task.CompletedTask;
        // Beside the callback, which may take a day: the provider keeps a video no longer than that.
        var kept = outcome.LeftAtProvider is { } left && input.KeepsVideoAfterCancel
            ? context.CallSubOrchestratorAsync(
                nameof(GenerateVideo),
                input with { Cancelled = true, Resumed = left, Ended = null },
                new TaskOptions().WithInstanceId($"{input.TaskId}-late"))
            : Task.CompletedTask;
        var published = input.PublishesEvents ? PublishAsync(context, task) : Task.CompletedTask;
        await Task.WhenAll(told, kept, published);
    }

    private static async Task PublishAsync(TaskOrchestrationContext context, TaskReference task)
    {
        try
        {
            await context.CallActivityAsync(nameof(PublishOutcome), task, ActivityRetries.Idempotent);
        }
        catch (TaskFailedException)
        {
            // The topic was out of reach for a day. The task's record is true all the same.
        }
    }

    /// <summary>The caller has given up on it, but it was paid for: a video that comes all the same is stored, and the task stays cancelled.</summary>
    private static async Task KeepVideoAsync(TaskOrchestrationContext context, GenerationInput input, Outcome outcome)
    {
        // Where it failed, a video that another delivery has stored is noted all the same.
        if (outcome is { Video: null, Failure: null }) return;
        var task = new TaskReference(input.Client, input.TaskId);
        var late = new LateVideo(task, outcome.Video) { MoreVideos = outcome.MoreVideos, LastFrame = outcome.LastFrame };
        await context.CallActivityAsync(nameof(RecordLateVideo), late, ActivityRetries.Idempotent);
    }

    /// <summary>How the generation ends, or null when a further execution carries on.</summary>
    private static async Task<Outcome?> EndAsync(TaskOrchestrationContext context, GenerationInput input, GenerationSignals signals)
    {
        if (input.Ended is { } known) return known;

        var length = new ExecutionLength();
        var waiting = input.Resumed;
        if (waiting is null)
        {
            var submission = await new SubmitStep(context, input, signals, length).RunAsync();
            if (submission.Ended is { } ended) return Concluded(ended);
            waiting = submission.Waiting!;
            // A signal that has come would be lost; the wait sees to it first, and then hands over itself.
            if (length.IsLong && !signals.HasCallback && !signals.IsCancelled) return CarryOn(input with { Resumed = waiting });
        }
        if (!input.Finished)
        {
            var provider = await new WaitStep(context, input, signals, length).RunAsync(waiting);
            if (provider.Ended is { } over) return Concluded(over);
            if (provider.Finished is not { } finished) return null;
            if (length.IsLong) return CarryOn(input with { Resumed = finished, Finished = true });
            waiting = finished;
        }
        return Concluded(await new StoreStep(context, input, length).RunAsync(waiting));

        Outcome? Concluded(Outcome outcome) => length.IsLong ? CarryOn(input with { Ended = outcome }) : outcome;

        Outcome? CarryOn(GenerationInput next)
        {
            context.ContinueAsNew(next, preserveUnprocessedEvents: true);
            return null;
        }
    }
}
