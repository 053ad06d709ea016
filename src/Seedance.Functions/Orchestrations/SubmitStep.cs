using Microsoft.DurableTask;
using Seedance.Functions.Activities;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Gets the task to the provider once. What surely did not arrive is sent again with backoff. What may have arrived is never new work: it
/// is replayed once under its idempotency key where nothing was answered and the provider honours keys, and otherwise settled by the
/// webhook of the lost submission, which comes to this task's own URL and names the provider's task.
/// </summary>
internal sealed class SubmitStep(TaskOrchestrationContext context, GenerationInput input, GenerationSignals signals)
{
    private const int MaxNamed = 3;

    // A run that failed is repeated under its attempt's number, which is a look, not a post: its marker is in the record if anything
    // may have left.
    private static readonly TaskOptions Retries = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 9, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2)));

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MaxLook = TimeSpan.FromHours(1);

    /// <summary>The task that the provider has accepted; null before.</summary>
    public WaitingState? Accepted { get; private set; } = input.Resumed;

    /// <summary>How many activities it has called.</summary>
    public int Calls { get; private set; }

    /// <returns>How the generation ended; null when the provider has accepted it.</returns>
    public async Task<Outcome?> RunAsync()
    {
        if (input.GivenUp is { } failure) return Outcome.Failed(failure, Accepted?.ProviderTaskId);
        if (Accepted is not null) return null;
        var started = context.CurrentUtcDateTime;
        var delay = FirstDelay;
        for (var attempt = input.FirstAttempt; ; attempt++)
        {
            if (signals.IsCancelled) return Outcome.Cancelled("cancelled before the submit; nothing was paid");
            var result = await CallAsync(attempt, replay: false);
            if (result.Kind == SubmitKind.Unknown) result = await SettleAsync(attempt, result);
            switch (result.Kind)
            {
                case SubmitKind.Accepted:
                    Accepted ??= SubmittedNow(result.ProviderTaskId!);
                    return null;
                case SubmitKind.Rejected:
                    return Outcome.Failed(result.Failure!);
                case SubmitKind.Ended:
                    return Outcome.Cancelled("the task had ended before the submit");
                case SubmitKind.Unknown when signals.IsCancelled:
                    return Outcome.Cancelled("cancelled while the outcome of the submit was unknown; the provider may have charged");
                case SubmitKind.Unknown:
                    return Outcome.Failed(result.Failure ?? TaskFailure.Of(FailureCodes.SubmitOutcomeUnknown));
            }
            if (context.CurrentUtcDateTime - started >= input.Waiting.Deadline)
            {
                var why = result.Failure ?? TaskFailure.Of(FailureCodes.ServiceUnavailable);
                return Outcome.Failed(why with { Message = $"{why.Message} Nothing was submitted and nothing was paid." });
            }
            await SleepAsync(result.RetryAfter is { } asked && asked > delay ? asked : delay);
            delay = Longer(delay, MaxDelay);
        }
    }

    private async Task<SubmitResult> SettleAsync(int attempt, SubmitResult unknown)
    {
        if (unknown.MayReplay)
        {
            // Another run of this attempt may just be waiting for its response; a look shows whether it has come.
            await SleepAsync(input.Waiting.ReplayAfter);
            var looked = await CallAsync(attempt, replay: false);
            unknown = looked.MayReplay ? await CallAsync(attempt, replay: true) : looked;
            if (unknown.Kind != SubmitKind.Unknown) return unknown;
        }
        var started = context.CurrentUtcDateTime;
        // The provider's tasks that callbacks have named, and how often in a row the provider surely did not know each.
        var named = new Dictionary<string, int>();
        for (var look = FirstLook; ; look = Longer(look, named.Count > 0 ? MaxLook : MaxDelay))
        {
            // Once a callback has named the task, it is paid and exists: only its provider is out of reach.
            var left = (named.Count > 0 ? input.Waiting.GiveUp : input.Waiting.Settle) - (context.CurrentUtcDateTime - started);
            // A callback may have come while storage was in trouble or the app was down: it counts, however late it is.
            if (left <= TimeSpan.Zero && !signals.HasCallback) return unknown;
            // Another run may have recorded what was accepted: then there is a video to keep, and no doubt to report.
            if (signals.IsCancelled) return await CallAsync(attempt, replay: false);

            await signals.WaitAsync(look < left ? look : left);
            // A callback comes once, and perhaps before its provider knows the task everywhere: it is soon looked up again.
            var fresh = signals.TakeCallback();
            if (fresh is { Length: > 0 } && named.Count < MaxNamed && named.TryAdd(fresh, 0)) look = FirstDelay;
            var outOfReach = named.Count > 0;
            foreach (var candidate in named.Keys.ToList())
            {
                var isEarly = context.CurrentUtcDateTime - started <= input.Waiting.NotFoundGrace;
                Calls++;
                // The callback is never believed: only a task that the provider knows, asked with our own key, is adopted.
                var poll = await WaitStep.PollAsync(context, new PollInput(input.Task, candidate, ByWebhook: true, Late: false));
                switch (poll?.Kind)
                {
                    case null or PollKind.Unavailable:
                        named[candidate] = 0;
                        continue;
                    case PollKind.NotFound:
                        outOfReach = false;
                        named[candidate] = isEarly ? 0 : named[candidate] + 1;
                        if (named[candidate] >= WaitStep.NotFoundLimit) named.Remove(candidate);
                        continue;
                }
                Accepted = SubmittedNow(candidate) with { PollAtOnce = true };
                return new SubmitResult(SubmitKind.Accepted, candidate);
            }
            if (outOfReach) continue;
            // Another run of the attempt may have recorded its response by now. The attempt's marker keeps this one from posting.
            var recorded = await CallAsync(attempt, replay: false);
            if (recorded.Kind != SubmitKind.Unknown) return recorded;
        }
    }

    private Task<SubmitResult> CallAsync(int attempt, bool replay)
    {
        Calls++;
        return context.CallActivityAsync<SubmitResult>(nameof(SubmitTask), new SubmitInput(input.Task, attempt, replay), Retries);
    }

    // A callback must not shorten a backoff, so this does not listen for one.
    private Task SleepAsync(TimeSpan delay) => context.CreateTimer(context.CurrentUtcDateTime + delay, CancellationToken.None);

    private WaitingState SubmittedNow(string providerTaskId)
        => new() { ProviderTaskId = providerTaskId, SubmittedAt = new(context.CurrentUtcDateTime, TimeSpan.Zero) };

    private static TimeSpan Longer(TimeSpan delay, TimeSpan max) => delay * 2 < max ? delay * 2 : max;
}
