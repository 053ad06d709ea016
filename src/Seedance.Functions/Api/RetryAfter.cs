using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// Tells callers when to ask again, by the schedule that the service itself follows. Without webhooks nothing changes before the next
/// poll; with them it can at any time, so that the intervals are those of a service that has just polled.
/// </summary>
public sealed class RetryAfter(IOptions<SeedanceOptions> options, ProviderWebhooks webhooks, TimeProvider time)
{
    /// <summary>Adds <c>Retry-After</c>, in seconds, to a response about a task that has not ended.</summary>
    public void AddTo(HttpResponse response, TaskRecord record)
    {
        if (record.IsTerminal) return;
        var seconds = Math.Max(1, (int)Math.Ceiling(DelayFor(record).TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    private TimeSpan DelayFor(TaskRecord record)
    {
        var now = time.GetUtcNow();
        var plan = WaitingPlan.From(options.Value.Waiting, webhooksOn: false);
        // What comes before the provider's work, and after it, takes seconds and follows no schedule.
        if (record.Stage is not (TaskStage.Waiting or TaskStage.Reconciling or TaskStage.Settling)) return plan.Poll;

        var submittedAt = record.SubmittedAt ?? record.CreatedAt;
        var from = webhooks.AreOn ? now : record.LastPolledAt ?? submittedAt;
        var state = new WaitingState { ProviderTaskId = record.ProviderTaskId ?? "", SubmittedAt = submittedAt };
        return from + PollSchedule.Next(plan, state, record.Id.ToString(), from) - now;
    }
}
