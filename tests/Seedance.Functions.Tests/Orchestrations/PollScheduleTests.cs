namespace Seedance.Functions.Tests.Orchestrations;

public class PollScheduleTests
{
    private const string TaskId = "task-1772366400-0123456789abcdef";
    private const double Day = 24 * 3600;

    private static readonly WaitingState Submitted = new() { ProviderTaskId = Samples.ProviderTaskId, SubmittedAt = Samples.Now };

    [Theory]
    // As the providers document, and a late task rarely.
    [InlineData(false, 0, 0, 5)]
    [InlineData(false, 0, 59.9, 5)]
    [InlineData(false, 0, 60, 10)]
    [InlineData(false, 0, 599.9, 10)]
    [InlineData(false, 0, 600, 30)]
    [InlineData(false, 0, 3600, 600)]
    // The fallback of webhooks doubles up to its limit.
    [InlineData(true, 0, 10, 30)]
    [InlineData(true, 1, 10, 60)]
    [InlineData(true, 3, 10, 240)]
    [InlineData(true, int.MaxValue, 10, 300)]
    [InlineData(true, 5, 3600, 600)]
    // A provider may ask to wait longer, never beyond the deadline or the end of the reconcile window; and no wait is zero.
    [InlineData(false, 0, 0, 90, 90)]
    [InlineData(false, 0, 0, 5.2815, 1)]
    [InlineData(true, 9, 3590, 10, 18_000)]
    [InlineData(false, 0, 3599.5, 0.5)]
    [InlineData(true, 9, Day - 60, 60, 18_000)]
    [InlineData(false, 0, Day, 600)]
    public void Polls_are_as_far_apart_as_the_provider_is_to_be_asked(
        bool webhooksOn, int polls, double elapsed, double expected, double retryAfter = 0)
    {
        var state = Submitted with { Polls = polls, RetryAfter = TimeSpan.FromSeconds(retryAfter) };

        var wait = PollSchedule.Next(Samples.Plan with { WebhooksOn = webhooksOn }, state, TaskId, Samples.Now.AddSeconds(elapsed));

        Assert.InRange(wait.TotalSeconds, expected - 0.001, expected * (retryAfter == 0 ? 1.1 : 1.001));
    }
}
