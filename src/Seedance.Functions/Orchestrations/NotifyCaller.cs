using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <param name="AttemptsBefore">Attempts that earlier runs made at this task's callback; the numbers go on from there.</param>
/// <param name="Recovered">True for the second end of a task that failed and was recovered.</param>
public sealed record Notification(string Client, TaskId TaskId, int AttemptsBefore = 0, bool Recovered = false)
{
    /// <summary>The orchestration that delivers: one for each end of a task, so that a recovery does not wait for the failure's.</summary>
    [JsonIgnore]
    public string InstanceId => Recovered ? $"{TaskId}-notify-recovered" : $"{TaskId}-notify";
}

/// <summary>
/// Delivers the callback of an ended task: at once, after 1, 2 and 4 seconds as EvoLink does, then at growing intervals for a day. An
/// event wakes it for an attempt now. A callback that fails never changes the task.
/// </summary>
public static class NotifyCaller
{
    /// <summary>The event that has the next attempt made now. Payload: the reason as text.</summary>
    public const string SendNow = "SendNow";

    /// <summary>How often a run can be woken, so that its history stays short.</summary>
    public const int MaxWoken = 20;

    /// <summary>The custom status of a run that cannot be woken any more.</summary>
    public const string OnlyScheduled = "only scheduled attempts";

    /// <summary>How long a run goes on: its last attempt is made when this is over.</summary>
    internal static readonly TimeSpan Duration = TimeSpan.FromHours(24);

    private const int QuickWaits = 3;
    private const double MaxJitter = 0.2;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
    ];

    [Function(nameof(NotifyCaller))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<Notification>() ?? throw new InvalidOperationException("A notification needs its task.");
        // One waiter at any time, never cancelled, and replaced only after it is used up.
        var wake = context.WaitForExternalEvent<string>(SendNow);
        var end = context.CurrentUtcDateTime + Duration;
        var (waits, woken) = (0, 0);
        for (var number = input.AttemptsBefore + 1; ; number++)
        {
            var isLast = context.CurrentUtcDateTime >= end;
            var result = await DeliverAsync(context, new DeliveryAttempt(input.Client, input.TaskId, number, isLast, input.Recovered));
            if (isLast || result is { IsFinal: true }) return;

            var due = context.CurrentUtcDateTime + WaitAfter(waits, result?.RetryAfter, context.NewGuid());
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(due < end ? due : end, cancellation.Token);
            if (woken < MaxWoken && await Task.WhenAny(timer, wake) == wake)
            {
                // A timer that is left running keeps the instance alive until it fires.
                cancellation.Cancel();
                if (++woken == MaxWoken) context.SetCustomStatus(OnlyScheduled);
            }
            else
            {
                await timer;
                waits++;
            }
            // All events that have come are one attempt.
            while (wake.IsCompleted) wake = context.WaitForExternalEvent<string>(SendNow);
        }
    }

    /// <summary>The wait after a failed attempt, at least as long as the caller asked for.</summary>
    /// <param name="waits">How many waits of the schedule are over.</param>
    /// <param name="retryAfter">What the caller asked for, if it did.</param>
    /// <param name="random">
    /// Lengthens all but the first waits by up to a fifth, so that tasks that ended together do not reach a caller at once.
    /// </param>
    internal static TimeSpan WaitAfter(int waits, TimeSpan? retryAfter, Guid random)
    {
        var wait = Waits[Math.Min(waits, Waits.Length - 1)];
        if (waits >= QuickWaits) wait *= 1 + (MaxJitter * BitConverter.ToUInt16(random.ToByteArray()) / ushort.MaxValue);
        return retryAfter > wait ? retryAfter.Value : wait;
    }

    private static async Task<DeliveryResult?> DeliverAsync(TaskOrchestrationContext context, DeliveryAttempt attempt)
    {
        try
        {
            return await context.CallActivityAsync<DeliveryResult>(nameof(DeliverCallback), attempt);
        }
        catch (TaskFailedException)
        {
            // The record could not be read: the next attempt may succeed.
            return null;
        }
    }
}
