using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Seedance.Functions.Generation;

namespace Seedance.Functions.Notifications;

/// <summary>
/// Tells the caller that a task has ended: at once, again after 1, 2 and 4 seconds as EvoLink does, then durably for a day. A dead
/// callback never changes the task.
/// </summary>
public static class NotifyCaller
{
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>The instance id of a task's notification: one per task.</summary>
    public static string InstanceIdFor(string taskId) => $"{taskId}-notify";

    /// <summary>Delivers until the caller has it, forbids it, or a day has passed.</summary>
    [Function(nameof(NotifyCaller))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var task = context.GetInput<TaskReference>() ?? throw new InvalidOperationException("A notification needs its task.");
        foreach (var delay in (TimeSpan[])[TimeSpan.Zero, .. Delays])
        {
            if (delay > TimeSpan.Zero) await context.CreateTimer(context.CurrentUtcDateTime + delay, CancellationToken.None);
            if (await DeliverAsync(context, task) != DeliveryResult.TryAgain) return;
        }
    }

    private static async Task<DeliveryResult> DeliverAsync(TaskOrchestrationContext context, TaskReference task)
    {
        try
        {
            return await context.CallActivityAsync<DeliveryResult>(nameof(DeliverCallback), task);
        }
        catch (TaskFailedException)
        {
            // The record could not be read. The caller must be told all the same, and has a day of attempts.
            return DeliveryResult.TryAgain;
        }
    }
}
