using Microsoft.DurableTask;
using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Starts a task's orchestration again when it is missing or has failed. That is safe at any point: the submit's marker keeps a
/// second run from posting, a stored video is found, and a terminal record stays as it is.
/// </summary>
public sealed partial class GenerationRestarter(
    TaskRecords records,
    GenerationInputs inputs,
    BatchTurns turns,
    IOptions<SeedanceOptions> options,
    TimeProvider time,
    ILogger<GenerationRestarter> logger)
{
    private const int MaxRestarts = 5;

    private readonly TimeSpan _grace = TimeSpan.FromSeconds(options.Value.SweepGraceSeconds);

    /// <summary>Restarts the task if nobody works on it.</summary>
    /// <returns>True when it was restarted, or given up.</returns>
    public async Task<bool> RestartIfStuckAsync(
        DurableTaskClient orchestrations, string client, TaskId id, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - id.CreatedAt < _grace) return false;
        var instance = await orchestrations.GetInstanceAsync(id.ToString(), cancellationToken);
        if (instance is { IsCompleted: false }) return false;

        if (await records.FindAsync(client, id, cancellationToken) is not { IsTerminal: false } record)
        {
            // Ended, and only the mark was left behind.
            await records.CloseAsync(client, id, cancellationToken);
            return false;
        }
        if (instance is null && await turns.OfAsync(orchestrations, record, cancellationToken) is var turn and not BatchTurn.Start)
        {
            return turn == BatchTurn.Withdrawn;
        }
        if (record.Restarts >= MaxRestarts)
        {
            // By its orchestration too, which records the end and tells the caller, and is started again when it fails.
            var failure = TaskFailure.Of(FailureCodes.InternalError, $"The workflow failed {MaxRestarts} times.");
            await StartAsync(orchestrations, inputs.For(record) with { GivenUp = failure });
            Log.GivenUp(logger, id.ToString(), record.Restarts);
            return true;
        }
        record = await records.ChangeAsync(
            client, id, current => current.IsTerminal ? null : current with { Restarts = current.Restarts + 1 }, cancellationToken);
        // It ended at this very moment; another orchestration would only tell the caller twice.
        if (record.IsTerminal) return false;

        await StartAsync(orchestrations, inputs.For(record));
        Log.Restarted(logger, id.ToString(), record.Restarts, record.Submission);
        return true;
    }

    private static Task<string> StartAsync(DurableTaskClient orchestrations, GenerationInput input) =>
        orchestrations.ScheduleNewOrchestrationInstanceAsync(
            nameof(GenerateVideo), input, new StartOrchestrationOptions(InstanceId: input.Task.TaskId.ToString()), CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {TaskId} had no running orchestration and was started again ({Restarts}, submit {Submission}).")]
        public static partial void Restarted(ILogger logger, string taskId, int restarts, SubmissionState submission);

        [LoggerMessage(2, LogLevel.Error, "Task {TaskId} was given up after {Restarts} restarts.")]
        public static partial void GivenUp(ILogger logger, string taskId, int restarts);
    }
}
