using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>One attempt at the paid call.</summary>
/// <param name="Task">The task.</param>
/// <param name="Attempt">From 1. A new number is used only after the attempt before it surely did not reach the provider.</param>
/// <param name="Replay">True to send an ambiguous attempt once more with its idempotency key, where the provider honours it.</param>
public sealed record SubmitInput(TaskReference Task, int Attempt, bool Replay);

/// <summary>How an attempt at the paid call ended.</summary>
/// <param name="Kind">What may be done next follows from it.</param>
/// <param name="ProviderTaskId">The provider's id of the task, when accepted.</param>
/// <param name="Failure">Why, when rejected, not sent or unknown.</param>
/// <param name="RetryAfter">How long the provider asked to wait, when the request was not sent.</param>
/// <param name="MayReplay">True when the outcome is unknown since nothing was answered: one replay under the same key is left.</param>
public sealed record SubmitResult(
    SubmitKind Kind, string? ProviderTaskId = null, TaskFailure? Failure = null, TimeSpan? RetryAfter = null, bool MayReplay = false);

/// <summary>How an attempt at the paid call ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubmitKind>))]
public enum SubmitKind
{
    Accepted,

    /// <summary>The request surely never reached the provider: another attempt is safe.</summary>
    NotSent,

    /// <summary>The provider refused.</summary>
    Rejected,

    /// <summary>The provider may have accepted: another attempt could be paid twice.</summary>
    Unknown,

    /// <summary>The task has ended already; there is nothing to submit.</summary>
    Ended,
}

/// <summary>
/// The paid call: the one activity that must not simply be repeated. The record says <see cref="SubmissionState.Submitting"/>, with the
/// attempt's number, before the request leaves; a second run of the same attempt finds that marker and does not post.
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
        var (client, id) = input.Task;
        var record = await records.ReadAsync(client, id, cancellationToken);
        if (Settled(record, input) is { } settled) return settled;
        // Before the marker: where storage gives no links, nothing has left, and the activity is simply run again.
        var request = await uploads.ReadableAsync(record, cancellationToken);
        // Null: another run of this attempt is under way.
        if (await MarkAsync(record, input, cancellationToken) is not { } marked) return new(SubmitKind.Unknown, MayReplay: true);

        // The idempotency key is the task id: 32 characters of EvoLink's allowed set, the same for every attempt.
        var submission = new VideoSubmission(request, id.ToString(), webhooks.UrlFor(marked));
        // Runs to its own timeout: stopping it at a shutdown would only lose the response to a paid request.
        var outcome = await providers.Get(marked.Request.Provider).SubmitAsync(submission, CancellationToken.None);
        var accepted = (outcome as SubmitOutcome.Accepted)?.Task.Id;
        // The provider's id is logged before anything can go wrong with the record.
        LogSubmitted(id.ToString(), input.Attempt, outcome.GetType().Name, accepted, ReasonOf(outcome));
        // What became of the replay says nothing of the request before it, which may have been accepted.
        if (input.Replay && accepted is null) outcome = new SubmitOutcome.Unknown("The replay did not settle it.", Answered: true);
        try
        {
            TaskRecord? before = null;
            var noted = await records.ChangeAsync(client, id, current => Noted(before = current, outcome), CancellationToken.None);
            Count(before!, noted);
            return Settled(noted, input)! with { RetryAfter = (outcome as SubmitOutcome.NotSent)?.RetryAfter };
        }
        catch (Exception failure) when (accepted is not null)
        {
            // What is paid for must not hang on one table, however that fails (storage out of reach is an AggregateException): the id
            // stays with the orchestration, whose first poll records it.
            LogNotRecorded(id.ToString(), accepted, failure);
            return new(SubmitKind.Accepted, accepted);
        }
    }

    /// <summary>How the attempt ended, as the record tells; null when its request is to be sent.</summary>
    private SubmitResult? Settled(TaskRecord record, SubmitInput input)
    {
        if (record.ProviderTaskId is { } known) return new(SubmitKind.Accepted, known);
        if (record.IsTerminal) return new(SubmitKind.Ended);
        return record.Submission switch
        {
            SubmissionState.Rejected => new(SubmitKind.Rejected, Failure: record.Failure),
            SubmissionState.NotSent when record.SubmitAttempt >= input.Attempt => new(SubmitKind.NotSent, Failure: record.Failure),
            SubmissionState.Submitting or SubmissionState.Unknown when !input.Replay || !MayReplay(record)
                => new(SubmitKind.Unknown, Failure: record.Failure, MayReplay: MayReplay(record)),
            _ => null,
        };
    }

    /// <summary>
    /// Whether a request of unknown outcome may be sent once more: not where the provider has answered it or ignores idempotency keys,
    /// since it would charge again.
    /// </summary>
    private bool MayReplay(TaskRecord record)
        => record is { SubmitReplayed: false, SubmitAnswered: false } && providers.Get(record.Request.Provider).ReplaysIdempotencyKey;

    /// <summary>Marks the attempt as under way; null when another run has.</summary>
    private async Task<TaskRecord?> MarkAsync(TaskRecord record, SubmitInput input, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var reason = input.Replay ? "submit replayed with its idempotency key" : "submitting";
        var marked = record.Move(record.State, TaskStage.Submitting, reason, now) with
        {
            Submission = SubmissionState.Submitting,
            SubmitAttempt = input.Attempt,
            SubmitMark = Guid.NewGuid().ToString("N"),
            SubmitReplayed = input.Replay,
            SubmittedAt = record.SubmittedAt ?? now,
            // Why an earlier attempt was not sent says nothing of this one.
            Failure = null,
        };
        if (await records.TryUpdateAsync(marked, cancellationToken) is { } updated)
        {
            // A process died between the submit and its response, so that nothing has counted it as ambiguous yet.
            if (input.Replay && record.Submission == SubmissionState.Submitting) metrics.Ambiguous(updated);
            return updated;
        }
        // A write whose response was lost is repeated by the storage client, and then meets its own first one.
        var current = await records.FindAsync(record.Client, record.Id, cancellationToken);
        return current?.SubmitMark == marked.SubmitMark ? current : null;
    }

    /// <summary>The record with the outcome; null when the webhook has settled this submission meanwhile, or the task has ended.</summary>
    private TaskRecord? Noted(TaskRecord record, SubmitOutcome outcome)
    {
        var now = time.GetUtcNow();
        var settled = record.IsTerminal || record.ProviderTaskId is not null;
        switch (outcome)
        {
            case SubmitOutcome.Accepted { Task: var task }:
                var accepted = settled ? record : record.Move(record.State, TaskStage.Waiting, "accepted by the provider", now);
                return accepted with
                {
                    Submission = SubmissionState.Accepted,
                    ProviderTaskId = record.ProviderTaskId ?? task.Id,
                    CreditsReserved = task.CreditsReserved ?? record.CreditsReserved,
                    UpdatedAt = now,
                };
            case var _ when settled:
                return null;
            case SubmitOutcome.NotSent notSent:
                return record with { Submission = SubmissionState.NotSent, Failure = notSent.Failure, UpdatedAt = now };
            case SubmitOutcome.Rejected rejected:
                return record with { Submission = SubmissionState.Rejected, Failure = rejected.Failure, UpdatedAt = now };
            default:
                var unknown = record.Move(record.State, TaskStage.Settling, "the outcome of the submit is unknown", now);
                var (reason, answered) = (SubmitOutcome.Unknown)outcome;
                var why = FailureCodes.Describe(FailureCodes.SubmitOutcomeUnknown).Message;
                return unknown with
                {
                    Submission = SubmissionState.Unknown,
                    SubmitAnswered = answered,
                    Failure = TaskFailure.Of(FailureCodes.SubmitOutcomeUnknown, $"{why} ({reason})"),
                };
        }
    }

    // Where no change was made, both are alike.
    private void Count(TaskRecord before, TaskRecord noted)
    {
        if (before.ProviderTaskId is null && noted.ProviderTaskId is not null) metrics.Submitted(noted, adopted: false);
        if (before.Submission == noted.Submission) return;
        if (noted.Submission == SubmissionState.Rejected) metrics.Rejected(noted);
        // The submit before a replay was counted as ambiguous already.
        if (noted is { Submission: SubmissionState.Unknown, SubmitReplayed: false }) metrics.Ambiguous(noted);
    }

    private static string? ReasonOf(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.NotSent notSent => notSent.Failure.Message,
        SubmitOutcome.Rejected rejected => rejected.Failure.Code,
        SubmitOutcome.Unknown unknown => unknown.Reason,
        _ => null,
    };

    [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: submit attempt {Attempt} ended {Outcome} {ProviderTaskId} {Reason}.")]
    private partial void LogSubmitted(string taskId, int attempt, string outcome, string? providerTaskId, string? reason);

    [LoggerMessage(2, LogLevel.Error, "Task {TaskId}: the provider's id {ProviderTaskId} could not be recorded yet.")]
    private partial void LogNotRecorded(string taskId, string providerTaskId, Exception failure);
}
