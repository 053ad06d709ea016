using Microsoft.DurableTask;
using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// Sends the callback of a task that has ended once more. Whoever asks while attempts are under way has the next one made now; two
/// rounds never run side by side, however many ask at once: a round is claimed in the table before it begins.
/// </summary>
public sealed partial class CallbackResender(Deliveries deliveries, TimeProvider time, ILogger<CallbackResender> logger)
{
    private const int MaxTries = 5;

    /// <summary>Has the callback sent.</summary>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="record">The task: ended, and with a callback.</param>
    /// <param name="cancellationToken">Stops it as long as nothing has begun.</param>
    public async Task<ResendOutcome> ResendAsync(
        DurableTaskClient orchestrations, TaskRecord record, CancellationToken cancellationToken)
    {
        var task = record.Id.ToString();
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var round = await deliveries.FindNewestRoundAsync(record.Client, record.Id, cancellationToken);
            var instance = NotifyCaller.InstanceIdFor(task, round.Number);
            var known = await LookAsync(orchestrations, instance, cancellationToken);
            if (known is { IsCompleted: false })
            {
                if (round.Attempts >= NotifyCaller.MaxHastened) return ResendOutcome.UnderWay;
                // It may have ended just now: then the next look shows that.
                if (await TryHastenAsync(orchestrations, instance)) return ResendOutcome.Hastened;
                continue;
            }
            if (known is null && round is { Number: > 0, Attempts: 0 })
            {
                // Whoever claimed it has not begun it: about to, or dead.
                return await BeginAsync(orchestrations, record, round.Number);
            }
            if (known is null && round.Attempts == 0 && await IsRunningAsync(orchestrations, task, cancellationToken))
            {
                return ResendOutcome.UnderWay;
            }
            if (await deliveries.TryClaimRoundAsync(record.Client, record.Id, round.Number + 1, time.GetUtcNow(), cancellationToken))
            {
                return await BeginAsync(orchestrations, record, round.Number + 1);
            }
        }
        return ResendOutcome.Unavailable;
    }

    private async Task<ResendOutcome> BeginAsync(DurableTaskClient orchestrations, TaskRecord record, int round)
    {
        var instance = NotifyCaller.InstanceIdFor(record.Id.ToString(), round);
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                nameof(NotifyCaller),
                new Notification(record.Client, record.Id.ToString()) { Round = round },
                new StartOrchestrationOptions(InstanceId: instance),
                CancellationToken.None).WaitAsync(TaskAdmission.TaskHubTimeout);
            return ResendOutcome.Started;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Another one who asked may have begun it. If nobody has, the claim stays, and whoever asks next begins it.
            if (await IsRunningAsync(orchestrations, instance, CancellationToken.None)) return ResendOutcome.Started;
            Log.NotStarted(logger, instance, failure);
            return ResendOutcome.Unavailable;
        }
    }

    private async Task<bool> TryHastenAsync(DurableTaskClient orchestrations, string instance)
    {
        try
        {
            await orchestrations.RaiseEventAsync(instance, NotifyCaller.SendNow, "asked for by the caller", CancellationToken.None)
                .WaitAsync(TaskAdmission.TaskHubTimeout);
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotHastened(logger, instance, failure.Message);
            return false;
        }
    }

    private static async Task<bool> IsRunningAsync(DurableTaskClient orchestrations, string instance, CancellationToken cancellationToken)
        => await LookAsync(orchestrations, instance, cancellationToken) is { IsCompleted: false };

    private static Task<OrchestrationMetadata?> LookAsync(
        DurableTaskClient orchestrations, string instance, CancellationToken cancellationToken)
        => orchestrations.GetInstanceAsync(instance, cancellationToken).WaitAsync(TaskAdmission.TaskHubTimeout, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The attempts {Instance} could not be begun.")]
        public static partial void NotStarted(ILogger logger, string instance, Exception failure);

        [LoggerMessage(2, LogLevel.Information, "The attempts {Instance} could not be hastened: {Reason}")]
        public static partial void NotHastened(ILogger logger, string instance, string reason);
    }
}
