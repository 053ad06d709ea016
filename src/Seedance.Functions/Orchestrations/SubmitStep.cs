using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Api;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Gets the task to the provider once. What surely did not arrive is tried again with backoff; what may have arrived is never
/// new work: it is replayed once under its idempotency key where the provider honours that, and otherwise settled by the webhook
/// of the lost submission, which comes to this task's own URL and names the provider's task.
/// </summary>
internal sealed class SubmitStep(
    TaskOrchestrationContext context, GenerationInput input, GenerationSignals signals, ExecutionLength length)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RarestLook = TimeSpan.FromHours(1);

    private readonly TaskReference _task = new(input.Client, input.TaskId);

    public async Task<SubmitStepResult> RunAsync()
    {
        var began = context.CurrentUtcDateTime;
        var delay = FirstDelay;
        for (var attempt = input.FirstAttempt; ; attempt++)
        {
            if (signals.IsCancelled) return SubmitStepResult.End(Outcome.Cancelled("cancelled before the submit; nothing was paid"));

            var result = await CallAsync(attempt, replay: false);
            if (result.Kind == SubmitKind.Unknown) result = await SettleAsync(attempt, result);
            switch (result.Kind)
            {
                case SubmitKind.Accepted:
                    return SubmitStepResult.WaitFor(result, context.CurrentUtcDateTime);
                case SubmitKind.Rejected:
                    return SubmitStepResult.End(Outcome.Failed(result.Failure!));
                case SubmitKind.Ended:
                    return SubmitStepResult.End(Outcome.Cancelled("the task had ended before the submit"));
                case SubmitKind.Unknown when signals.IsCancelled:
                    return SubmitStepResult.End(Outcome.Cancelled(
                        "cancelled while the outcome of the submit was unknown; the provider may have charged"));
                case SubmitKind.Unknown:
                    return SubmitStepResult.End(Outcome.Failed(TaskFailure.Of(FailureCodes.SubmitOutcomeUnknown)));
            }
            if (context.CurrentUtcDateTime - began >= input.Waiting.Deadline)
            {
                return SubmitStepResult.End(Outcome.Failed(TaskFailure.Of(
                    FailureCodes.ServiceUnavailable, "The provider could not be reached; nothing was submitted and nothing was paid.")));
            }
            await SleepAsync(result.RetryAfter is { } asked && asked > delay ? asked : delay);
            delay = Longer(delay);
        }
    }

    private async Task<SubmitResult> SettleAsync(int attempt, SubmitResult unknown)
    {
        if (input.ReplaysIdempotencyKey)
        {
            // Another delivery of this attempt may just be waiting for its answer; a look shows whether it has come.
            await SleepAsync(input.Waiting.ReplayAfter);
            var looked = await CallAsync(attempt, replay: false);
            if (looked.Kind != SubmitKind.Unknown) return looked;
            var replayed = await CallAsync(attempt, replay: true);
            if (replayed.Kind != SubmitKind.Unknown) return replayed;
        }
        var began = context.CurrentUtcDateTime;
        var named = new NamedSubmissions();
        for (var look = FirstLook; ; look = named.Any ? Rarer(look) : Longer(look))
        {
            // Once a callback has named the task, it is paid and exists: only its provider is out of reach.
            var left = (named.Any ? input.Waiting.GiveUp : input.Waiting.Settle) - (context.CurrentUtcDateTime - began);
            // A callback may have come while storage was in trouble, or the app was down: it counts, however late it is.
            if (left <= TimeSpan.Zero && !signals.HasCallback) return unknown;
            // Another delivery may have recorded what was accepted: then there is a video to keep, and no doubt to report.
            if (signals.IsCancelled) return await CallAsync(attempt, replay: false);

            await signals.WaitAsync(look < left ? look : left);
            // A callback that names nothing has only woken; what an earlier one named still counts.
            // A callback comes once, and perhaps before its provider knows the task everywhere: it is soon looked up again.
            if (signals.TakeCallback() is { Length: > 0 } fresh && named.Add(fresh)) look = FirstDelay;
            var outOfReach = named.Any;
            foreach (var candidate in named.All)
            {
                var isEarly = context.CurrentUtcDateTime - began <= input.Waiting.NotFoundGrace;
                var finding = await LookAtAsync(candidate);
                if (finding is not (PollKind.NotFound or PollKind.Unavailable))
                {
                    return new SubmitResult(SubmitKind.Accepted) { ProviderTaskId = candidate, Adopted = true };
                }
                outOfReach &= finding == PollKind.Unavailable;
                named.Note(candidate, finding == PollKind.NotFound && !isEarly);
            }
            if (outOfReach) continue;
            // Another delivery of the attempt may have recorded its answer by now. The attempt's marker keeps this from posting.
            var recorded = await CallAsync(attempt, replay: false);
            if (recorded.Kind != SubmitKind.Unknown) return recorded;
        }
    }

    // The callback's body is never believed: only a task that the provider knows, asked with our own key, is adopted.
    private async Task<PollKind> LookAtAsync(string providerTaskId)
    {
        length.Add();
        try
        {
            var look = new PollInput(_task, providerTaskId, WokenBy.Webhook, Late: false);
            return (await context.CallActivityAsync<PollResult>(nameof(PollTask), look)).Kind;
        }
        catch (TaskFailedException)
        {
            // Our own storage is in trouble, which says nothing of the task.
            return PollKind.Unavailable;
        }
    }

    private async Task<SubmitResult> CallAsync(int attempt, bool replay)
    {
        for (var delay = FirstDelay; ; delay = Longer(delay))
        {
            length.Add();
            try
            {
                return await context.CallActivityAsync<SubmitResult>(nameof(SubmitTask), new SubmitInput(_task, attempt, replay));
            }
            catch (TaskFailedException) when (delay < LongestDelay)
            {
                // The same attempt again is a look, not a post: its marker is in the record if anything may have left.
                await SleepAsync(delay);
            }
        }
    }

    // A callback must not shorten a backoff, so this sleep does not listen for one.
    private Task SleepAsync(TimeSpan delay) => context.CreateTimer(context.CurrentUtcDateTime + delay, CancellationToken.None);

    // A day of looks must not make a long history.
    private static TimeSpan Rarer(TimeSpan delay) => delay * 2 < RarestLook ? delay * 2 : RarestLook;

    private static TimeSpan Longer(TimeSpan delay) => delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
}
