using Seedance.Functions.Api;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>
/// The paid call: the one activity that must not simply be repeated. The record says <see cref="SubmissionState.Submitting"/>,
/// with the attempt's number, before the request leaves; a second delivery of the same attempt finds that marker and does not
/// post. The provider's task id is recorded before anything else happens.
/// </summary>
public sealed partial class SubmitTask(
    TaskRecords records,
    VideoProviders providers,
    ProviderWebhooks webhooks,
    UploadedMedia uploads,
    SeedanceMetrics metrics,
    TimeProvider time,
    ILogger<SubmitTask> logger)
{
    /// <summary>Submits, or says why it must not.</summary>
    [Function(nameof(SubmitTask))]
    public async Task<SubmitResult> RunAsync([ActivityTrigger] SubmitInput input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.Task.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var record = await records.FindAsync(input.Task.Client, id, cancellationToken)
            ?? throw new InvalidOperationException($"Task {id} has no record.");

        if (Settled(record, input) is { } settled) return settled;
        // Before the mark: when storage gives no links, nothing has left, and the activity is simply run again.
        var request = await uploads.ReadableAsync(record, cancellationToken);
        if (await MarkAsync(record, input, cancellationToken) is not { } marked)
        {
            // Another delivery of this attempt was faster. It will post, or has; this one must not.
            return Unknown("Another delivery of this attempt is under way.");
        }

        var submission = new VideoSubmission(request, IdempotencyKeyOf(id), webhooks.UrlFor(marked));
        // Once it has left it runs to its own timeout: to break it off at a shutdown would only lose the answer to a paid request.
        var outcome = await providers.Get(marked.Request.Provider).SubmitAsync(submission, CancellationToken.None);
        var accepted = (outcome as SubmitOutcome.Accepted)?.Task.Id;
        // The provider's id goes into the log before anything can go wrong with the record.
        Log.Submitted(logger, input.Task.TaskId, input.Attempt, outcome.GetType().Name, accepted);

        if (input.Replay && outcome is not SubmitOutcome.Accepted)
        {
            // Whatever became of the replay, it says nothing of the request before it, which may have been accepted.
            outcome = new SubmitOutcome.Unknown($"The replay did not settle it ({outcome.GetType().Name}).");
        }
        try
        {
            TaskRecord? before = null;
            var noted = await records.ChangeAsync(marked.Client, id, current => Noted(before = current, outcome), CancellationToken.None);
            Count(before!, noted);
            if (noted.ProviderTaskId is { } known) return Accepted(known);
        }
        catch (Exception failure) when (accepted is not null)
        {
            // What is paid for must not hang on one table, however that fails (storage out of reach is an AggregateException): the id
            // goes on with the orchestration, and its first look records it.
            Log.NotRecorded(logger, input.Task.TaskId, accepted, failure);
            return Accepted(accepted);
        }
        return outcome switch
        {
            SubmitOutcome.NotSent notSent => new SubmitResult(SubmitKind.NotSent)
            {
                RetryAfter = notSent.RetryAfter,
                Failure = TaskFailure.Of(FailureCodes.ServiceUnavailable, notSent.Reason),
            },
            SubmitOutcome.Rejected rejected => new SubmitResult(SubmitKind.Rejected) { Failure = rejected.Failure },
            SubmitOutcome.Unknown unknown => Unknown(unknown.Reason),
            _ => throw new InvalidOperationException($"Unforeseen outcome {outcome.GetType().Name}."),
        };
    }

    /// <summary>Marks the attempt as under way; null when another delivery has.</summary>
    private async Task<TaskRecord?> MarkAsync(TaskRecord record, SubmitInput input, CancellationToken cancellationToken)
    {
        var marked = Marked(record, input);
        if (await records.TryUpdateAsync(marked, cancellationToken) is { } updated)
        {
            // A process died between the submit and its answer, so that nothing has called it unknown yet.
            if (input.Replay && record.Submission == SubmissionState.Submitting) metrics.Ambiguous(updated);
            return updated;
        }
        // A write whose answer was lost is repeated by the storage client, and then meets its own first one.
        return await records.FindAsync(record.Client, record.Id, cancellationToken) is { } current && current.SubmitMark == marked.SubmitMark
            ? current
            : null;
    }

    /// <summary>The key that makes a replay recognisable to the provider: the task id itself, 32 characters of EvoLink's allowed set.</summary>
    internal static string IdempotencyKeyOf(TaskId id) => id.ToString();

    private static SubmitResult? Settled(TaskRecord record, SubmitInput input)
    {
        if (record.ProviderTaskId is { } known) return Accepted(known);
        if (record.IsTerminal) return new SubmitResult(SubmitKind.Ended);
        if (record.Submission == SubmissionState.Rejected) return new SubmitResult(SubmitKind.Rejected) { Failure = record.Failure };

        var attempted = record.SubmitAttempt >= input.Attempt;
        if (record.Submission == SubmissionState.NotSent && attempted) return new SubmitResult(SubmitKind.NotSent);
        if (record.Submission is SubmissionState.Submitting or SubmissionState.Unknown)
        {
            if (!input.Replay) return Unknown("An earlier delivery of this attempt may have reached the provider.");
            if (record.SubmitReplayed) return Unknown("The replay with the idempotency key has no recorded outcome either.");
        }
        return null;
    }

    private TaskRecord Marked(TaskRecord record, SubmitInput input)
    {
        var now = time.GetUtcNow();
        return record.Move(record.State, TaskStage.Submitting, input.Replay ? "submit replayed with its idempotency key" : "submitting", now) with
        {
            Submission = SubmissionState.Submitting,
            SubmitAttempt = input.Attempt,
            SubmitMark = Guid.NewGuid().ToString("N"),
            SubmitReplayed = input.Replay,
            SubmittedAt = record.SubmittedAt ?? now,
        };
    }

    private TaskRecord? Noted(TaskRecord record, SubmitOutcome outcome)
    {
        var now = time.GetUtcNow();
        // While the answer was under way, the webhook may have settled this very submission, or the task may have ended.
        var settled = record.IsTerminal || record.ProviderTaskId is not null;
        if (outcome is SubmitOutcome.Accepted { Task: var task })
        {
            var accepted = record with
            {
                Submission = SubmissionState.Accepted,
                ProviderTaskId = record.ProviderTaskId ?? task.Id,
                CreditsReserved = task.CreditsReserved ?? record.CreditsReserved,
                UpdatedAt = now,
            };
            return settled ? accepted : accepted.Move(record.State, TaskStage.Waiting, "accepted by the provider", now);
        }
        if (settled) return null;
        return outcome switch
        {
            SubmitOutcome.NotSent => record with { Submission = SubmissionState.NotSent, UpdatedAt = now },
            SubmitOutcome.Rejected rejected => record with
            {
                Submission = SubmissionState.Rejected,
                Failure = rejected.Failure,
                UpdatedAt = now,
            },
            _ => record.Move(record.State, TaskStage.Settling, "the outcome of the submit is unknown", now) with
            {
                Submission = SubmissionState.Unknown,
            },
        };
    }

    // A change that was not made, because the task is settled already, left both alike.
    private void Count(TaskRecord before, TaskRecord noted)
    {
        if (before.ProviderTaskId is null && noted.ProviderTaskId is not null) metrics.Submitted(noted, adopted: false);
        if (before.Submission == noted.Submission) return;
        if (noted.Submission == SubmissionState.Rejected) metrics.Rejected(noted);
        // A replay is of a submit that was counted as ambiguous already.
        if (noted is { Submission: SubmissionState.Unknown, SubmitReplayed: false }) metrics.Ambiguous(noted);
    }

    private static SubmitResult Accepted(string providerTaskId) => new(SubmitKind.Accepted) { ProviderTaskId = providerTaskId };

    private static SubmitResult Unknown(string reason)
        => new(SubmitKind.Unknown) { Failure = TaskFailure.Of(FailureCodes.SubmitOutcomeUnknown, reason) };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: submit attempt {Attempt} ended {Outcome} {ProviderTaskId}.")]
        public static partial void Submitted(ILogger logger, string taskId, int attempt, string outcome, string? providerTaskId);

        [LoggerMessage(2, LogLevel.Error, "Task {TaskId}: the provider's {ProviderTaskId} could not be recorded yet.")]
        public static partial void NotRecorded(ILogger logger, string taskId, string providerTaskId, Exception failure);
    }
}
