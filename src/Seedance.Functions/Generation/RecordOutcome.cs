using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Seedance.Functions.Budgets;
using Seedance.Functions.Tasks;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Generation;

/// <summary>
/// Writes the end of a task into its record, and sets right what it holds of its client's budget. Terminal states are final: a
/// second run changes nothing.
/// </summary>
public sealed class RecordOutcome(
    TaskRecords records, ClientBudgets budgets, SeedanceMetrics metrics, TimeProvider time, ILogger<RecordOutcome> logger)
{
    /// <summary>Records the outcome once.</summary>
    [Function(nameof(RecordOutcome))]
    public async Task RunAsync([ActivityTrigger] RecordInput input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.Task.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        TaskRecord? ended = null;
        var record = await records.ChangeAsync(input.Task.Client, id, current => ended = Ended(current, input.Outcome), cancellationToken);
        if (ended is not null)
        {
            metrics.Ended(record);
            TaskLog.Ended(logger, record);
        }
        // After the record, which says what is to be given back. If this fails, the activity is run again and comes here again.
        await budgets.SettleAsync(record);
    }

    private TaskRecord? Ended(TaskRecord record, Outcome outcome)
    {
        if (record.IsTerminal) return null;
        var now = time.GetUtcNow();
        return record.Move(outcome.State, TaskStage.Done, outcome.Reason, now) with
        {
            Video = outcome.Video,
            MoreVideos = outcome.MoreVideos,
            LastFrame = outcome.LastFrame,
            Failure = outcome.Failure,
            ProviderTaskId = record.ProviderTaskId ?? outcome.LeftAtProvider?.ProviderTaskId,
            CompletedAt = now,
        };
    }
}
