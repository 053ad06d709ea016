using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Seedance.Functions.Notifications;

namespace Seedance.Functions.Generation;

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

        if (!input.Cancelled)
        {
            if (await EndAsync(context, input, signals) is not { } outcome) return;
            await ConcludeAsync(context, input, outcome);
            if (outcome.LeftAtProvider is null || !input.KeepsVideoAfterCancel) return;
            input = input with { Cancelled = true, Resumed = outcome.LeftAtProvider };
        }
        signals.IgnoreCancel();
        await KeepVideoAsync(context, input, signals);
    }

    private static async Task ConcludeAsync(TaskOrchestrationContext context, GenerationInput input, Outcome outcome)
    {
        var task = new TaskReference(input.Client, input.TaskId);
        await context.CallActivityAsync(nameof(RecordOutcome), new RecordInput(task, outcome), ActivityRetries.Idempotent);
        if (!input.NotifiesCaller) return;
        await context.CallSubOrchestratorAsync(
            nameof(NotifyCaller), task, new TaskOptions().WithInstanceId(NotifyCaller.InstanceIdFor(input.TaskId)));
    }

    /// <summary>The caller has given up on it, but it was paid for: a video that comes all the same is stored, and the task stays cancelled.</summary>
    private static async Task KeepVideoAsync(TaskOrchestrationContext context, GenerationInput input, GenerationSignals signals)
    {
        var provider = await new WaitStep(context, input, signals).RunAsync(input.Resumed!);
        if (provider.Finished is not { } finished) return;
        var outcome = await new StoreStep(context, input).RunAsync(finished);
        if (outcome.Video is null) return;
        var task = new TaskReference(input.Client, input.TaskId);
        await context.CallActivityAsync(nameof(RecordLateVideo), new LateVideo(task, outcome.Video), ActivityRetries.Idempotent);
    }

    /// <summary>How the generation ends, or null when a further execution carries on.</summary>
    private static async Task<Outcome?> EndAsync(TaskOrchestrationContext context, GenerationInput input, GenerationSignals signals)
    {
        var waiting = input.Resumed;
        if (waiting is null)
        {
            var submission = await new SubmitStep(context, input, signals).RunAsync();
            if (submission.Ended is { } ended) return ended;
            waiting = submission.Waiting;
        }
        var provider = await new WaitStep(context, input, signals).RunAsync(waiting!);
        if (provider.Ended is { } over) return over;
        return provider.Finished is { } finished ? await new StoreStep(context, input).RunAsync(finished) : null;
    }
}
