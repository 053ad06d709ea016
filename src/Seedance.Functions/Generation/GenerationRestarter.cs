using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Seedance.Functions.Budgets;
using Seedance.Functions.Notifications;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Generation;

/// <summary>
/// Starts a task's orchestration again when it is missing or has failed. That is safe at any point: the submit's marker keeps a
/// second run from posting, a stored video is found, and a terminal record stays as it is.
/// </summary>
public sealed partial class GenerationRestarter(
    TaskRecords records, GenerationInputs inputs, ClientBudgets budgets, TimeProvider time, ILogger<GenerationRestarter> logger)
{
    private const int MostRestarts = 5;

    // A create that is under way has its record a moment before its orchestration.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>Restarts the task if nobody works on it.</summary>
    /// <returns>True when it was restarted, or given up.</returns>
    public async Task<bool> RestartIfStuckAsync(
        DurableTaskClient orchestrations, string client, TaskId id, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - id.CreatedAt < Grace) return false;
        if (await orchestrations.GetInstanceAsync(id.ToString(), cancellationToken) is { IsCompleted: false }) return false;

        if (await records.FindAsync(client, id, cancellationToken) is not { IsTerminal: false } record)
        {
            // Ended, and only the mark was left behind.
            await records.CloseAsync(client, id, cancellationToken);
            return false;
        }
        if (record.Restarts >= MostRestarts)
        {
            await GiveUpAsync(orchestrations, record, cancellationToken);
            return true;
        }
        record = await records.ChangeAsync(
            client, id, current => current.IsTerminal ? null : current with { Restarts = current.Restarts + 1 }, cancellationToken);
        // It ended at this very moment; another orchestration would only tell the caller twice.
        if (record.IsTerminal) return false;

        await orchestrations.ScheduleNewOrchestrationInstanceAsync(
            nameof(GenerateVideo), inputs.For(record), new StartOrchestrationOptions(InstanceId: id.ToString()), CancellationToken.None);
        Log.Restarted(logger, id.ToString(), record.Restarts, record.Submission);
        return true;
    }

    private async Task GiveUpAsync(DurableTaskClient orchestrations, TaskRecord record, CancellationToken cancellationToken)
    {
        await budgets.SettleAsync(await records.ChangeAsync(record.Client, record.Id, GivenUp, cancellationToken));
        Log.GivenUp(logger, record.Id.ToString(), record.Restarts);
        if (record.Request.CallbackUrl is null) return;
        await orchestrations.ScheduleNewOrchestrationInstanceAsync(
            nameof(NotifyCaller),
            new TaskReference(record.Client, record.Id.ToString()),
            new StartOrchestrationOptions(InstanceId: NotifyCaller.InstanceIdFor(record.Id.ToString())),
            CancellationToken.None);
    }

    private TaskRecord? GivenUp(TaskRecord record)
    {
        if (record.IsTerminal) return null;
        var where = record.ProviderTaskId is { } known ? $" The provider knows it as its task {known}." : "";
        var failure = TaskFailure.Of(FailureCodes.InternalError, $"The workflow failed {MostRestarts} times.{where}");
        var now = time.GetUtcNow();
        return record.Move(TaskState.Failed, TaskStage.Done, failure.Message, now) with { Failure = failure, CompletedAt = now };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {TaskId} had no running orchestration and was started again ({Restarts}, submit {Submission}).")]
        public static partial void Restarted(ILogger logger, string taskId, int restarts, SubmissionState submission);

        [LoggerMessage(2, LogLevel.Error, "Task {TaskId} was given up after {Restarts} restarts.")]
        public static partial void GivenUp(ILogger logger, string taskId, int restarts);
    }
}
