using Microsoft.DurableTask;
using Seedance.Functions.Activities;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// One generation from submit to stored video. The instance id is the task id. Deterministic: time comes from the context, settings from
/// the input, and everything that touches the world is an activity.
/// </summary>
public static class GenerateVideo
{
    /// <summary>For activities that are safe to run twice: they are retried for a day, in fewer than 300 rows. The submit is not.</summary>
    internal static readonly TaskOptions Retries = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 35,
        firstRetryInterval: TimeSpan.FromSeconds(2),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromHours(1))));

    [Function(nameof(GenerateVideo))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<GenerationInput>() ?? throw new InvalidOperationException("A generation needs its input.");
        // Before the submit, and once: a webhook may come while the submit is still under way.
        var signals = new GenerationSignals(context, ignoresCancel: input.Cancelled);
        var submit = new SubmitStep(context, input, signals);
        var wait = new WaitStep(context, input, signals);
        var store = new StoreStep(context, input);

        // A step returns how the generation ended, or null where the next step follows.
        var outcome = await submit.RunAsync() ?? await wait.RunAsync(submit.Accepted!, submit.Calls);
        if (wait.ContinuesAsNew) return;
        outcome ??= await store.RunAsync(submit.Accepted!);
        await context.CallActivityAsync(nameof(RecordOutcome), new RecordInput(input.Task, outcome), Retries);
        if (!input.Cancelled) await NotifyAsync(context, input with { Resumed = submit.Accepted }, outcome);
    }

    private static async Task NotifyAsync(TaskOrchestrationContext context, GenerationInput input, Outcome outcome)
    {
        var id = input.Task.TaskId.ToString();
        // Room for the next task of the batch, before anything that may take a day.
        if (input.Batch is not null) context.SendEvent(input.Batch, GenerateBatch.TaskEnded, id);
        var told = TellAsync(context, input, new Notification(input.Task.Client, input.Task.TaskId));
        // At the same time as the callback, which may take a day: the provider keeps a video no longer than that.
        var kept = outcome.LeftAtProvider is not null && input.KeepsVideoAfterCancel
            ? context.CallSubOrchestratorAsync(nameof(GenerateVideo), input with { Cancelled = true }, At($"{id}-late"))
            : Task.CompletedTask;
        await Task.WhenAll(told, kept);
    }

    /// <summary>Delivers the callback and publishes the event, where there are any.</summary>
    internal static Task TellAsync(TaskOrchestrationContext context, GenerationInput input, Notification notification)
    {
        var delivered = input.NotifiesCaller
            ? context.CallSubOrchestratorAsync(nameof(NotifyCaller), notification, At(notification.InstanceId))
            : Task.CompletedTask;
        return Task.WhenAll(delivered, input.PublishesEvents ? PublishAsync(context, input) : Task.CompletedTask);
    }

    private static SubOrchestrationOptions At(string instanceId) => new TaskOptions().WithInstanceId(instanceId);

    private static async Task PublishAsync(TaskOrchestrationContext context, GenerationInput input)
    {
        try
        {
            await context.CallActivityAsync(nameof(PublishOutcome), input.Task, Retries);
        }
        catch (TaskFailedException)
        {
            // The topic was out of reach for a day. The task's record is true without it.
        }
    }
}
