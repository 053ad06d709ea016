using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>One look at the provider.</summary>
/// <param name="Task">The task.</param>
/// <param name="ProviderTaskId">The provider's id of it.</param>
/// <param name="ByWebhook">True when a webhook made the workflow look; false when it was time for a poll.</param>
/// <param name="Late">True once the deadline has passed.</param>
public sealed record PollInput(TaskReference Task, string ProviderTaskId, bool ByWebhook, bool Late);

/// <summary>What a look at the provider found. No links: what an activity returns is stored in clear.</summary>
/// <param name="Kind">What it found.</param>
/// <param name="Failure">Why, when the provider failed.</param>
/// <param name="RetryAfter">How long the provider asked to wait, when it is unavailable.</param>
/// <param name="Said">The provider's word for the task's state, or why there is none.</param>
public sealed record PollResult(PollKind Kind, TaskFailure? Failure = null, TimeSpan? RetryAfter = null, string? Said = null);

[JsonConverter(typeof(JsonStringEnumConverter<PollKind>))]
public enum PollKind
{
    Running,

    /// <summary>The provider has finished, and there is a video to download.</summary>
    Completed,

    /// <summary>The provider says that it has finished, and names no video.</summary>
    CompletedWithoutVideo,

    Failed,
    Cancelled,

    /// <summary>The provider does not know the task.</summary>
    NotFound,

    /// <summary>The provider gave no usable response, which says nothing of the task.</summary>
    Unavailable,
}

/// <summary>
/// Asks the provider, with the service's own key, about a task, and records what it says. It also adopts a submission whose response was
/// lost: a provider task that this look confirms becomes the record's own.
/// </summary>
public sealed class PollTask(TaskRecords records, VideoProviders providers, SeedanceMetrics metrics, TimeProvider time)
{
    [Function(nameof(PollTask))]
    public async Task<PollResult> RunAsync([ActivityTrigger] PollInput input, CancellationToken cancellationToken)
    {
        var (client, id) = input.Task;
        var record = await records.ReadAsync(client, id, cancellationToken);
        switch (await providers.Get(record.Request.Provider).GetAsync(input.ProviderTaskId, cancellationToken))
        {
            case PollOutcome.Found { Task: var task }:
                TaskRecord? before = null;
                var noted = await records.ChangeAsync(client, id, current => Noted(before = current, task, input), cancellationToken);
                if (before!.ProviderTaskId is null && noted.ProviderTaskId is not null) metrics.Submitted(noted, adopted: true);
                return ResultOf(task);
            case PollOutcome.Unavailable unavailable:
                return new(PollKind.Unavailable, RetryAfter: unavailable.RetryAfter, Said: unavailable.Reason);
            default:
                return new(PollKind.NotFound);
        }
    }

    private static PollResult ResultOf(ProviderTask task) => task.State switch
    {
        TaskState.Completed when task.ResultUrls.Count > 0 => new(PollKind.Completed),
        TaskState.Completed => new(PollKind.CompletedWithoutVideo, Said: task.ProviderStatus),
        TaskState.Failed => new(PollKind.Failed, task.Failure),
        TaskState.Cancelled => new(PollKind.Cancelled),
        _ => new(PollKind.Running, Said: task.ProviderStatus),
    };

    private TaskRecord? Noted(TaskRecord record, ProviderTask task, PollInput input)
    {
        if (record.IsTerminal) return null;
        var now = time.GetUtcNow();
        // Callers see "completed" when the video is stored; until then the task is processing.
        var state = task.State == TaskState.Pending ? record.State : TaskState.Processing;
        // A second run of an earlier look must not move the task back.
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
            WokenBy = input.ByWebhook ? "webhook" : "poll",
        };
    }
}
