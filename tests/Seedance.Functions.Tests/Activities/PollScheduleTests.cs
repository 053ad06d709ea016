using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

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
    public void Without_webhooks_it_polls_as_the_providers_document(double elapsedSeconds, double expectedSeconds)
        => AssertAbout(expectedSeconds, Polling, Submitted, elapsedSeconds);

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(3, 240)]
    [InlineData(4, 300)]
    [InlineData(5, 300)]
    [InlineData(int.MaxValue, 300)]
    public void With_webhooks_the_fallback_polls_double_up_to_their_limit(int polls, double expectedSeconds)
        => AssertAbout(expectedSeconds, Webhooks, Submitted with { Polls = polls }, elapsedSeconds: 10);

    [Theory]
    [InlineData(3600)]
    [InlineData(80_000)]
    public void A_late_task_is_looked_at_rarely_with_webhooks_or_without(double elapsedSeconds)
    {
        AssertAbout(600, Polling, Submitted, elapsedSeconds);
        AssertAbout(600, Webhooks, Submitted, elapsedSeconds);
    }

    [Fact]
    public void A_provider_that_asks_to_be_left_alone_is()
        => Assert.Equal(TimeSpan.FromSeconds(90), Next(Polling, Submitted with { RetryAfter = TimeSpan.FromSeconds(90) }, 0));

    [Fact]
    public void A_provider_that_asks_for_less_than_the_interval_changes_nothing()
        => Assert.Equal(Next(Polling, Submitted, 0), Next(Polling, Submitted with { RetryAfter = TimeSpan.FromSeconds(1) }, 0));

    [Theory]
    [InlineData(3590, 10)]
    [InlineData(3599.5, 0.5)]
    public void Nothing_sleeps_beyond_the_deadline(double elapsedSeconds, double expectedSeconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), Next(Polling, Submitted, elapsedSeconds));
        Assert.Equal(
            TimeSpan.FromSeconds(expectedSeconds),
            Next(Webhooks, Submitted with { Polls = 9, RetryAfter = TimeSpan.FromHours(5) }, elapsedSeconds));
    }

    [Fact]
    public void Nothing_sleeps_beyond_the_end_of_the_reconcile_window()
        => Assert.Equal(TimeSpan.FromSeconds(60), Next(Polling, Submitted, (24 * 3600) - 60));

    [Theory]
    [InlineData(24 * 3600)]
    [InlineData((24 * 3600) + 1)]
    [InlineData(1_000_000)]
    public void Nothing_ever_waits_no_time_at_all(double elapsedSeconds)
        => Assert.True(Next(Polling, Submitted, elapsedSeconds) > TimeSpan.Zero);

    [Fact]
    public void The_offset_of_a_task_is_the_same_in_every_process()
        => Assert.Equal(TimeSpan.FromTicks(52_815_000), Next(Polling, Submitted, 0));

    [Fact]
    public void Offsets_spread_tasks_over_a_tenth_of_the_interval_and_no_further()
    {
        var waits = Enumerable.Range(0, 500)
            .Select(_ => PollSchedule.Next(Polling, Submitted, Functions.Storage.TaskId.New(Samples.Now).ToString(), Samples.Now)).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5)));
        Assert.InRange(waits.Distinct().Count(), 100, 500);
    }

    private static void AssertAbout(double expectedSeconds, WaitingPlan plan, WaitingState state, double elapsedSeconds)
        => Assert.InRange(Next(plan, state, elapsedSeconds).TotalSeconds, expectedSeconds, expectedSeconds * 1.1);

    private static TimeSpan Next(WaitingPlan plan, WaitingState state, double elapsedSeconds)
        => PollSchedule.Next(plan, state, TaskId, Samples.Now.AddSeconds(elapsedSeconds));
}
