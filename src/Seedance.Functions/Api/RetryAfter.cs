using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// Tells callers when asking again can be worth it, by the schedule that the service itself follows. Without webhooks nothing
/// changes before the next poll; with them it may at any time, so that the plain schedule's intervals are told.
/// </summary>
public sealed class RetryAfter(IOptions<SeedanceOptions> options, ProviderWebhooks webhooks, TimeProvider time)
{
    /// <summary>Adds <c>Retry-After</c>, in seconds, to an answer about a task that is not over.</summary>
    public void AddTo(HttpResponse response, TaskRecord record)
    {
        if (record.IsTerminal) return;
        response.Headers.RetryAfter = SecondsFor(record).ToString(CultureInfo.InvariantCulture);
    }

    private int SecondsFor(TaskRecord record)
    {
        var now = time.GetUtcNow();
        var plan = WaitingPlan.From(options.Value.Waiting, webhooksOn: false);
        // What comes before the provider's work, and after it, takes seconds and follows no schedule.
        if (record.Stage is not (TaskStage.Waiting or TaskStage.Reconciling or TaskStage.Settling)) return Whole(plan.Poll);

        var state = new WaitingState
        {
            ProviderTaskId = record.ProviderTaskId ?? "",
            SubmittedAt = record.SubmittedAt ?? record.CreatedAt,
        };
        var from = webhooks.AreOn ? now : record.LastPolledAt ?? state.SubmittedAt;
        return Whole(from + PollSchedule.Next(plan, state, record.Id.ToString(), from) - now);
    }

    private static int Whole(TimeSpan delay) => Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds));
}
