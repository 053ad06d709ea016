using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

public sealed class ActivityTests
{
    [Fact]
    public async Task A_failed_activity_throws_with_the_details_of_its_exception()
    {
        await using var engine = await new EngineHarness()
            .Activity<int, int>("Fail", Fail)
            .Orchestrator("Catches", async context =>
            {
                try
                {
                    await context.CallActivityAsync<int>("Fail", 1);
                    return "no exception";
                }
                catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy<FormatException>())
                {
                    var details = failed.FailureDetails;
                    return $"{failed.TaskName} {failed.TaskId} {details.ErrorType} {details.ErrorMessage} "
                        + $"{details.InnerFailure!.ErrorMessage} {details.StackTrace!.Contains(nameof(ActivityTests), StringComparison.Ordinal)} "
                        + details.IsCausedBy<InvalidOperationException>();
                }
            })
            .StartAsync();

        var instance = await engine.GetAsync(await engine.ScheduleAsync("Catches"));

        Assert.Equal("Fail 0 System.FormatException bad slow True False", instance.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_unhandled_failure_fails_the_orchestration_and_keeps_the_cause()
    {
        await using var engine = await new EngineHarness()
            .Activity<int, int>("Fail", Fail)
            .Orchestrator("Falls", context => context.CallActivityAsync<int>("Fail", 1))
            .StartAsync();

        var failure = (await engine.GetAsync(await engine.ScheduleAsync("Falls"))).FailureDetails!;

        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.True(failure.InnerFailure!.IsCausedBy<FormatException>());
    }

    [Fact]
    public async Task An_unknown_activity_fails_its_task_and_is_not_retried()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Asks", context => context.CallActivityAsync(
                "Nobody", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1)))))
            .StartAsync();

        var instance = await engine.GetAsync(await engine.ScheduleAsync("Asks"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.Contains("Nobody", instance.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_policy_backs_off_up_to_its_longest_interval_and_gives_up()
    {
        var policy = new RetryPolicy(5, TimeSpan.FromSeconds(10), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30));

        var (seconds, status) = await AttemptsAsync(TaskOptions.FromRetryPolicy(policy), succeedsAt: 99);

        Assert.Equal([0, 10, 30, 60, 90], seconds);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, status);
    }

    [Fact]
    public async Task A_retry_that_succeeds_ends_the_retries()
    {
        var (seconds, status) = await AttemptsAsync(TaskOptions.FromRetryPolicy(new(9, TimeSpan.FromSeconds(5))), succeedsAt: 3);

        Assert.Equal([0, 5, 10], seconds);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, status);
    }

    [Fact]
    public async Task A_retry_policy_stops_at_its_timeout()
    {
        var policy = new RetryPolicy(99, TimeSpan.FromSeconds(10), retryTimeout: TimeSpan.FromSeconds(25));

        var (seconds, _) = await AttemptsAsync(TaskOptions.FromRetryPolicy(policy), succeedsAt: 99);

        Assert.Equal([0, 10, 20, 30], seconds);
    }

    [Fact]
    public async Task A_retry_policy_leaves_failures_alone_that_it_does_not_handle()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromSeconds(1)) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };

        var (seconds, _) = await AttemptsAsync(TaskOptions.FromRetryPolicy(policy), succeedsAt: 99);

        Assert.Equal([0], seconds);
    }

    [Fact]
    public async Task A_retry_handler_decides_with_the_context_of_the_failure()
    {
        List<(int, string, TimeSpan)> asked = [];
        var options = TaskOptions.FromRetryHandler(async retry =>
        {
            asked.Add((retry.LastAttemptNumber, retry.LastFailure.ErrorMessage, retry.TotalRetryTime));
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromSeconds(7), retry.CancellationToken);
            return retry.LastAttemptNumber < 3;
        });

        var (seconds, status) = await AttemptsAsync(options, succeedsAt: 99);

        Assert.Equal([0, 7, 14], seconds);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, status);
        Assert.Contains((3, "attempt 3", TimeSpan.FromSeconds(14)), asked);
    }

    [Fact]
    public async Task A_synchronous_retry_handler_retries_at_once()
    {
        var (seconds, status) = await AttemptsAsync(TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 4), succeedsAt: 4);

        Assert.Equal([0, 0, 0, 0], seconds);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, status);
    }

    [Fact]
    public async Task Activities_can_be_delivered_twice_and_the_second_result_is_ignored()
    {
        var deliveries = 0;
        await using var engine = await new EngineHarness(options: new() { StorageConnectionString = "", RedeliverActivities = true })
            .Activity("Count", (int number) => Interlocked.Increment(ref deliveries) + number)
            .Orchestrator("Twice", async context =>
            {
                await context.CallActivityAsync<int>("Count", 0);
                return await context.CallActivityAsync<int>("Count", 0);
            })
            .StartAsync();

        var id = await engine.ScheduleAsync("Twice");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync(id)).RuntimeStatus);
        Assert.Equal(4, deliveries);
        var results = (await engine.HistoryAsync(id)).Count(row => row.Type == HistoryEventType.TaskCompleted);
        Assert.Equal(2, results);
    }

    private static int Fail(int number) => throw new FormatException("bad", new TimeoutException("slow"));

    private static async Task<(List<int> Seconds, OrchestrationRuntimeStatus Status)> AttemptsAsync(TaskOptions options, int succeedsAt)
    {
        var clock = new ManualTimeProvider();
        var start = clock.GetUtcNow();
        List<int> seconds = [];
        await using var engine = await new EngineHarness(clock: clock)
            .Activity("Try", (int _) =>
            {
                seconds.Add((int)(clock.GetUtcNow() - start).TotalSeconds);
                return seconds.Count >= succeedsAt ? seconds.Count : throw new FormatException($"attempt {seconds.Count}");
            })
            .Orchestrator("Retries", context => context.CallActivityAsync<int>("Try", 1, options))
            .StartAsync();

        var id = await engine.ScheduleAsync("Retries");
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        return (seconds, (await engine.GetAsync(id)).RuntimeStatus);
    }
}
