using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Orchestrations;

public class PollScheduleTests
{
    private const string TaskId = "task-1772366400-0123456789abcdef";

    private static readonly WaitingState Submitted = new() { ProviderTaskId = Samples.ProviderTaskId, SubmittedAt = Samples.Now };
    private static readonly WaitingPlan Polling = Samples.Plan;
    private static readonly WaitingPlan Webhooks = Samples.Plan with { WebhooksOn = true };

    [Theory]
    [InlineData(0, 5)]
    [InlineData(59.9, 5)]
    [InlineData(60, 10)]
    [InlineData(599.9, 10)]
    [InlineData(600, 30)]
    [InlineData(3000, 30)]
    [InlineData(3600, 600)]
    [InlineData(80_000, 600)]
    public void Without_webhooks_it_polls_as_the_providers_document_and_a_late_task_rarely(double elapsed, double expected)
        => AssertAbout(expected, Polling, Submitted, elapsed);

    [Theory]
    [InlineData(0, 10, 30)]
    [InlineData(1, 10, 60)]
    [InlineData(2, 10, 120)]
    [InlineData(3, 10, 240)]
    [InlineData(4, 10, 300)]
    [InlineData(int.MaxValue, 10, 300)]
    [InlineData(5, 3600, 600)]
    public void With_webhooks_the_fallback_polls_double_up_to_their_limit(int polls, double elapsed, double expected)
        => AssertAbout(expected, Webhooks, Submitted with { Polls = polls }, elapsed);

    [Theory]
    [InlineData(90, 90)]
    [InlineData(1, 5.2815)]
    public void A_provider_that_asks_to_wait_longer_is_polled_later(double asked, double expected)
        => Assert.Equal(
            TimeSpan.FromSeconds(expected), Next(Polling, Submitted with { RetryAfter = TimeSpan.FromSeconds(asked) }, 0));

    [Theory]
    [InlineData(3590, 10)]
    [InlineData(3599.5, 0.5)]
    [InlineData((24 * 3600) - 60, 60)]
    public void No_wait_goes_beyond_the_deadline_or_the_end_of_the_reconcile_window(double elapsed, double expected)
    {
        Assert.Equal(TimeSpan.FromSeconds(expected), Next(Polling, Submitted, elapsed));
        Assert.Equal(
            TimeSpan.FromSeconds(expected), Next(Webhooks, Submitted with { Polls = 9, RetryAfter = TimeSpan.FromHours(5) }, elapsed));
    }

    [Theory]
    [InlineData(24 * 3600)]
    [InlineData(1_000_000)]
    public void No_wait_is_zero(double elapsed) => Assert.True(Next(Polling, Submitted, elapsed) > TimeSpan.Zero);

    [Fact]
    public void Offsets_spread_tasks_over_a_tenth_of_the_interval_and_no_further()
    {
        var waits = Enumerable.Range(0, 500)
            .Select(_ => PollSchedule.Next(Polling, Submitted, Functions.Storage.TaskId.New(Samples.Now).ToString(), Samples.Now)).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5)));
        Assert.InRange(waits.Distinct().Count(), 100, 500);
    }

    private static void AssertAbout(double expected, WaitingPlan plan, WaitingState state, double elapsed)
        => Assert.InRange(Next(plan, state, elapsed).TotalSeconds, expected, expected * 1.1);

    private static TimeSpan Next(WaitingPlan plan, WaitingState state, double elapsed)
        => PollSchedule.Next(plan, state, TaskId, Samples.Now.AddSeconds(elapsed));
}
