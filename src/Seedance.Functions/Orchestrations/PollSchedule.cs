namespace Seedance.Functions.Orchestrations;

/// <summary>
/// When to poll the provider next: a pure function, so that an orchestration can replay it. Intervals grow with the time since the
/// submit; a fixed offset per task, up to a tenth, keeps tasks that started together from polling together.
/// </summary>
public static class PollSchedule
{
    private static readonly TimeSpan FirstStep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SecondStep = TimeSpan.FromMinutes(10);

    /// <summary>The time to wait from now: never zero, and not beyond the deadline or the end of the reconcile window.</summary>
    public static TimeSpan Next(WaitingPlan plan, WaitingState state, string taskId, DateTimeOffset now)
    {
        var elapsed = now - state.SubmittedAt;
        var late = elapsed >= plan.Deadline;
        var interval = late ? plan.Reconcile : plan.WebhooksOn ? Fallback(plan, state.Polls) : Plain(plan, elapsed);
        interval += interval * Offset(taskId);
        if (state.RetryAfter is { } asked && asked > interval) interval = asked;

        var left = (late ? plan.GiveUp : plan.Deadline) - elapsed;
        return left > TimeSpan.Zero && left < interval ? left : interval;
    }

    // EvoLink documents every 5 seconds; clients in the field poll every 10 s later on; seedanceapi.org documents every 10 seconds.
    private static TimeSpan Plain(WaitingPlan plan, TimeSpan elapsed)
        => elapsed < FirstStep ? plan.Poll : elapsed < SecondStep ? plan.Poll * 2 : plan.Poll * 6;

    private static TimeSpan Fallback(WaitingPlan plan, int polls)
    {
        var interval = plan.WebhookPoll;
        for (var doubled = 0; doubled < polls && interval < plan.WebhookPollMax; doubled++) interval *= 2;
        return interval < plan.WebhookPollMax ? interval : plan.WebhookPollMax;
    }

    private static double Offset(string taskId)
    {
        // string.GetHashCode differs from process to process; an orchestration must replay alike in all of them.
        var sum = 0;
        foreach (var character in taskId) sum = ((sum * 31) + character) % 1000;
        return sum / 10_000.0;
    }
}
