using Microsoft.DurableTask;
using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Starts the orchestration of every open task that has none, or whose orchestration has failed. That is safe at any point: the submit's
/// mark keeps a second run from posting, a stored video is found, and a terminal record stays as it is. Tasks of a batch that was never
/// recorded are removed.
/// </summary>
public sealed partial class SweepTasks(
    TaskRecords records,
    BatchRecords batches,
    TaskAdmission admission,
    GenerationInputs inputs,
    ClientDirectory clients,
    IOptions<SeedanceOptions> options,
    TimeProvider time,
    ILogger<SweepTasks> logger)
{
    private const int MaxRestarts = 5;

    // Far longer than the request that records a batch may take.
    private static readonly TimeSpan MaxTimeToRecord = TimeSpan.FromMinutes(15);

    private readonly TimeSpan _grace = TimeSpan.FromSeconds(options.Value.SweepGraceSeconds);

    [Function(nameof(SweepTasks))]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        foreach (var client in clients.Names)
        {
            foreach (var id in await records.FindOpenAsync(client, max: int.MaxValue, cancellationToken))
            {
                try
                {
                    await SweepAsync(orchestrations, client, id, cancellationToken);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    // One task must not keep the sweep from all the others.
                    LogFailed(id.ToString(), failure);
                }
            }
        }
        if (timer.IsPastDue) LogLate();
    }

    private async Task SweepAsync(DurableTaskClient orchestrations, string client, TaskId id, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - id.CreatedAt < _grace) return;
        var instance = await orchestrations.GetInstanceAsync(id.ToString(), cancellationToken);
        if (instance is { IsCompleted: false }) return;
        if (await records.FindAsync(client, id, cancellationToken) is not { IsTerminal: false } record)
        {
            // It has ended, and only the mark was left behind.
            await records.CloseAsync(client, id, cancellationToken);
            return;
        }
        var unstarted = instance is null ? record.BatchId : null;
        if (unstarted is { } batch && !await ReleasedByBatchAsync(orchestrations, record, batch, cancellationToken)) return;
        if (record.Restarts >= MaxRestarts)
        {
            // Its orchestration records the end and tells the caller, and is started again when it fails.
            var failure = TaskFailure.Of(FailureCodes.InternalError, $"The workflow failed {MaxRestarts} times.");
            await StartAsync(orchestrations, inputs.For(record) with { GivenUp = failure });
            LogGivenUp(id.ToString(), record.Restarts);
            return;
        }
        record = await records.ChangeAsync(
            client, id, current => current.IsTerminal ? null : current with { Restarts = current.Restarts + 1 }, cancellationToken);
        // It ended at this very moment; another orchestration would only tell the caller twice.
        if (record.IsTerminal) return;
        await StartAsync(orchestrations, inputs.For(record));
        LogRestarted(id.ToString(), record.Restarts, record.Submission);
    }

    /// <summary>Whether a task that was never started is no longer its batch's to start. A task of no batch is removed.</summary>
    private async Task<bool> ReleasedByBatchAsync(
        DurableTaskClient orchestrations, TaskRecord record, BatchId batch, CancellationToken cancellationToken)
    {
        // Its turn has not come.
        if (await orchestrations.GetInstanceAsync(batch.ToString(), cancellationToken) is { IsCompleted: false }) return false;
        var recorded = await batches.FindAsync(record.Client, batch, cancellationToken);
        if (recorded?.Tasks.Contains(record.Id) == true) return true;
        if (time.GetUtcNow() - record.CreatedAt < MaxTimeToRecord) return false;
        await admission.WithdrawAsync(record);
        LogWithdrawn(record.Id.ToString(), batch.ToString());
        return false;
    }

    private static Task<string> StartAsync(DurableTaskClient orchestrations, GenerationInput input) =>
        orchestrations.ScheduleNewOrchestrationInstanceAsync(
            nameof(GenerateVideo), input, new StartOrchestrationOptions(InstanceId: input.Task.TaskId.ToString()), CancellationToken.None);

    [LoggerMessage(1, LogLevel.Warning, "Task {TaskId} had no running orchestration, started again ({Restarts}, submit {Submission}).")]
    private partial void LogRestarted(string taskId, int restarts, SubmissionState submission);

    [LoggerMessage(2, LogLevel.Error, "Task {TaskId} was given up after {Restarts} restarts.")]
    private partial void LogGivenUp(string taskId, int restarts);

    [LoggerMessage(3, LogLevel.Warning, "Task {TaskId} was removed before it was started: its batch {BatchId} was never recorded.")]
    private partial void LogWithdrawn(string taskId, string batchId);

    [LoggerMessage(4, LogLevel.Error, "The open task {TaskId} could not be checked; the next sweep tries again.")]
    private partial void LogFailed(string taskId, Exception failure);

    [LoggerMessage(5, LogLevel.Information, "The sweep ran late.")]
    private partial void LogLate();
}
