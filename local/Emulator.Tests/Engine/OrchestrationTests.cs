using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Tests.Engine;

public sealed class OrchestrationTests
{
    [Fact]
    public async Task An_orchestration_gets_its_input_calls_activities_and_returns_its_output()
    {
        await using var engine = await new EngineHarness()
            .Activity("Double", (int number) => number * 2)
            .Orchestrator("Sum", async context =>
                await context.CallActivityAsync<int>("Double", context.GetInput<int>()) + await context.CallActivityAsync<int>("double", 1))
            .StartAsync();

        var id = await engine.ScheduleAsync("Sum", 20);

        var instance = await engine.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, instance.RuntimeStatus);
        Assert.Equal(42, instance.ReadOutputAs<int>());
        Assert.Equal(20, instance.ReadInputAs<int>());
    }

    [Fact]
    public async Task The_code_runs_from_its_start_for_each_batch_of_events_and_knows_what_is_replay()
    {
        List<string> seen = [];
        await using var engine = await new EngineHarness()
            .Activity("Step", (int number) => number)
            .Orchestrator("Steps", async context =>
            {
                seen.Add($"start {context.IsReplaying}");
                await context.CallActivityAsync<int>("Step", 1);
                seen.Add($"one {context.IsReplaying}");
                await context.CallActivityAsync<int>("Step", 2);
                seen.Add($"two {context.IsReplaying}");
            })
            .StartAsync();

        await engine.ScheduleAsync("Steps");

        Assert.Equal(["start False", "start True", "one False", "start True", "one True", "two False"], seen);
    }

    [Fact]
    public async Task Time_and_guids_are_the_same_in_every_replay()
    {
        List<(DateTime, Guid, Guid, DateTime)> seen = [];
        await using var engine = await new EngineHarness()
            .Orchestrator("Clock", async context =>
            {
                var start = context.CurrentUtcDateTime;
                var one = context.NewGuid();
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                seen.Add((start, one, context.NewGuid(), context.CurrentUtcDateTime));
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            })
            .StartAsync();
        var started = engine.Clock.GetUtcNow().UtcDateTime;

        await engine.ScheduleAsync("Clock");
        await engine.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(2, seen.Count);
        Assert.Equal(seen[0], seen[1]);
        Assert.NotEqual(seen[0].Item2, seen[0].Item3);
        Assert.Equal(started, seen[0].Item1);
        Assert.Equal(started.AddMinutes(2), seen[0].Item4);
        Assert.Equal(DateTimeKind.Utc, seen[0].Item1.Kind);
    }

    [Fact]
    public async Task A_replay_safe_logger_writes_every_line_once()
    {
        using var lines = new LineLoggers();
        await using var engine = await new EngineHarness(loggers: lines)
            .Activity("Step", (int number) => number)
            .Orchestrator("Logs", async context =>
            {
                var log = context.CreateReplaySafeLogger("Orchestration");
                log.LogInformation("before");
                await context.CallActivityAsync<int>("Step", 1);
                log.LogInformation("after");
            })
            .StartAsync();

        await engine.ScheduleAsync("Logs");

        Assert.Equal(["before", "after"], lines.Of("Orchestration"));
    }

    [Fact]
    public async Task Custom_status_is_seen_while_it_runs()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Status", async context =>
            {
                context.SetCustomStatus(new { Step = 1 });
                await context.WaitForExternalEvent<string>("go");
                context.SetCustomStatus("done");
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Status");

        Assert.Equal("""{"Step":1}""", (await engine.GetAsync(id)).SerializedCustomStatus);
        await engine.RaiseAsync(id, "go", "x");
        Assert.Equal("done", (await engine.GetAsync(id)).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task An_exception_fails_the_orchestration_with_its_details()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Fails", context => throw new FormatException("no", new TimeoutException("why")))
            .StartAsync();

        var instance = await engine.GetAsync(await engine.ScheduleAsync("Fails"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.True(instance.FailureDetails!.IsCausedBy<FormatException>());
        Assert.Equal("no", instance.FailureDetails.ErrorMessage);
        Assert.True(instance.FailureDetails.InnerFailure!.IsCausedBy<TimeoutException>());
    }

    [Fact]
    public async Task An_unknown_orchestrator_schedules_fine_and_fails()
    {
        await using var engine = await new EngineHarness().StartAsync();

        var instance = await engine.GetAsync(await engine.ScheduleAsync("Nobody"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.Contains("Nobody", instance.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_given_as_an_activitys_input_are_refused()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Mistake", context => context.CallActivityAsync("Step", input: new TaskOptions()))
            .StartAsync();

        var instance = await engine.GetAsync(await engine.ScheduleAsync("Mistake"));

        Assert.True(instance.FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task Activities_of_one_turn_run_at_the_same_time_and_are_joined()
    {
        var running = new SemaphoreSlim(0);
        await using var engine = await new EngineHarness()
            .Activity("Meet", async (int number) =>
            {
                running.Release();
                while (running.CurrentCount < 3)
                {
                    await Task.Yield();
                }

                return number;
            })
            .Orchestrator("FanOut", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 3).Select(n => context.CallActivityAsync<int>("Meet", n)))).Sum())
            .StartAsync();

        Assert.Equal(6, (await engine.GetAsync(await engine.ScheduleAsync("FanOut"))).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_activity_left_running_holds_up_completion()
    {
        var gate = new TaskCompletionSource<int>();
        await using var engine = await new EngineHarness()
            .Activity("Slow", (int _) => gate.Task)
            .Orchestrator("Careless", context =>
            {
                _ = context.CallActivityAsync<int>("Slow", 1);
                return Task.FromResult("returned");
            })
            .StartAsync();
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Careless");
        await engine.Client.WaitForInstanceStartAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);
        gate.SetResult(1);
        await engine.RunUntilIdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task One_poll_of_timer_and_activity_costs_eight_history_rows()
    {
        await using var engine = await new EngineHarness()
            .Activity("Poll", (int number) => number)
            .Orchestrator("Polls", async context =>
            {
                for (var poll = 0; poll < 10; poll++)
                {
                    await context.CreateTimer(TimeSpan.FromSeconds(10), CancellationToken.None);
                    await context.CallActivityAsync<int>("Poll", poll);
                }
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Polls");

        await engine.AdvanceAsync(TimeSpan.FromSeconds(40));
        var before = (await engine.HistoryAsync(id)).Count;
        await engine.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(before + 8, (await engine.HistoryAsync(id)).Count);
    }
}
