using Seedance.Functions.Api;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>
/// Asks the provider, with the service's own key, how a task is, and notes the answer in the record. It is also what adopts a
/// submission whose answer was lost: a provider task that this look confirms becomes the record's own.
/// </summary>
public sealed class PollTask(TaskRecords records, VideoProviders providers, SeedanceMetrics metrics, TimeProvider time)
{
    /// <summary>Looks once.</summary>
    [Function(nameof(PollTask))]
    public async Task<PollResult> RunAsync([ActivityTrigger] PollInput input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.Task.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var record = await records.FindAsync(input.Task.Client, id, cancellationToken)
            ?? throw new InvalidOperationException($"Task {id} has no record.");

        switch (await providers.Get(record.Request.Provider).GetAsync(input.ProviderTaskId, cancellationToken))
        {
            case PollOutcome.Found found:
                TaskRecord? before = null;
                var noted = await records.ChangeAsync(
                    record.Client, id, current => Noted(before = current, found.Task, input), cancellationToken);
                if (before!.ProviderTaskId is null && noted.ProviderTaskId is not null) metrics.Submitted(noted, adopted: true);
                return ResultOf(found.Task);
            case PollOutcome.Unavailable unavailable:
                return new PollResult(PollKind.Unavailable) { RetryAfter = unavailable.RetryAfter };
            default:
                return new PollResult(PollKind.NotFound);
        }
    }

    private static PollResult ResultOf(ProviderTask task) => task.State switch
    {
        TaskState.Completed => new PollResult(task.ResultUrls.Count > 0 ? PollKind.Completed : PollKind.CompletedWithoutVideo),
        TaskState.Failed => new PollResult(PollKind.Failed) { Failure = task.Failure },
        TaskState.Cancelled => new PollResult(PollKind.Cancelled),
        _ => new PollResult(PollKind.Running),
    };

    private TaskRecord? Noted(TaskRecord record, ProviderTask task, PollInput input)
    {
        if (record.IsTerminal) return null;
        var now = time.GetUtcNow();
        // The caller's "completed" waits until the video is stored; until then the task is being processed.
        var state = task.State == TaskState.Pending ? record.State : TaskState.Processing;
        // A second delivery of an earlier look must not take the task back from where it is by now.
        var stage = record.Stage == TaskStage.Storing ? TaskStage.Storing : input.Late ? TaskStage.Reconciling : TaskStage.Waiting;
        return record.Move(state, stage, $"the provider says {task.ProviderStatus}", now) with
        {
            Submission = SubmissionState.Accepted,
            ProviderTaskId = record.ProviderTaskId ?? task.Id,
            Progress = Math.Max(record.Progress, task.Progress ?? 0),
            CreditsReserved = task.CreditsReserved ?? record.CreditsReserved,
            CreditsCharged = task.CreditsCharged ?? record.CreditsCharged,
            LastPolledAt = now,
            Polls = record.Polls + 1,
            WokenBy = input.WokenBy,
        };
    }
}
