using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Api;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Tells the caller that a task has ended: at once, again after 1, 2 and 4 seconds as EvoLink does, then durably for a day. Whoever
/// does not want to wait for the next attempt has it made now. A dead callback never changes the task.
/// </summary>
public static class NotifyCaller
{
    /// <summary>The event that has the next attempt made now. Payload: the reason as text.</summary>
    public const string SendNow = "SendNow";

    /// <summary>So many attempts can be had at once; from there on only time brings the next, so that a history stays short.</summary>
    public const int MaxHastened = 40;

    /// <summary>The instance id of a round of attempts; round 0 belongs to the task's end.</summary>
    public static string InstanceIdFor(string taskId, int round = 0)
        => round == 0 ? $"{taskId}-notify" : string.Create(CultureInfo.InvariantCulture, $"{taskId}-notify-{round}");

    /// <summary>Delivers until the caller has it, forbids it, or a day has passed.</summary>
    [Function(nameof(NotifyCaller))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<Notification>() ?? throw new InvalidOperationException("A notification needs its task.");
        // One waiter at any time, never cancelled, and replaced only after it was used up.
        var wish = context.WaitForExternalEvent<string>(SendNow);
        var end = context.CurrentUtcDateTime + CallbackSchedule.Patience;
        var waits = 0;
        for (var number = 1; ; number++)
        {
            var isLast = context.CurrentUtcDateTime >= end;
            var attempt = new DeliveryAttempt(input.Client, input.TaskId) { Round = input.Round, Number = number, IsLast = isLast };
            var result = await DeliverAsync(context, attempt);
            if (result.Kind != DeliveryKind.TryAgain || isLast) return;

            using var losing = new CancellationTokenSource();
            var timer = context.CreateTimer(
                context.CurrentUtcDateTime + CallbackSchedule.Next(input.TaskId, waits, result.RetryAfter, end - context.CurrentUtcDateTime),
                losing.Token);
            await (number < MaxHastened ? Task.WhenAny(timer, wish) : timer);
            if (timer.IsCompleted) waits++;
            // A timer left running would keep the instance alive until it fires.
            else losing.Cancel();
            // However often it was asked for meanwhile, it is one attempt.
            while (wish.IsCompleted) wish = context.WaitForExternalEvent<string>(SendNow);
        }
    }

    private static async Task<DeliveryResult> DeliverAsync(TaskOrchestrationContext context, DeliveryAttempt attempt)
    {
        try
        {
            return await context.CallActivityAsync<DeliveryResult>(nameof(DeliverCallback), attempt);
        }
        catch (TaskFailedException)
        {
            // The record could not be read. The caller must be told all the same, and has a day of attempts.
            return DeliveryResult.TryAgain;
        }
    }
}
