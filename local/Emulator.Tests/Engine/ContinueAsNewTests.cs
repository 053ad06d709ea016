using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

public sealed class ContinueAsNewTests
{
    [Fact]
    public async Task It_starts_over_with_the_new_input_and_an_empty_history()
    {
        await using var engine = await new EngineHarness()
            .Activity("Step", (int number) => number)
            .Orchestrator("Loop", async context =>
            {
                var round = context.GetInput<int>();
                await context.CallActivityAsync<int>("Step", round);
                if (round < 5)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            })
            .StartAsync();

        var id = await engine.ScheduleAsync("Loop", 1);

        Assert.Equal(5, (await engine.GetAsync(id)).ReadOutputAs<int>());
        Assert.Single(await engine.HistoryAsync(id), row => row.Type == HistoryEventType.TaskScheduled);
    }

    [Theory]
    [InlineData(true, "kept")]
    [InlineData(false, "timeout")]
    public async Task Buffered_events_are_carried_over_when_asked(bool preserve, string expected)
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Rolls", async context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    context.ContinueAsNew(1, preserve);
                    return "";
                }

                try
                {
                    return await context.WaitForExternalEvent<string>("e", TimeSpan.FromMinutes(1));
                }
                catch (OperationCanceledException)
                {
                    return "timeout";
                }
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Rolls", 0);

        await engine.RaiseAsync(id, "e", "kept");
        await engine.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(expected, (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_a_waiter_has_consumed_is_lost_unless_the_code_looks()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Careless", async context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    _ = context.WaitForExternalEvent<string>("e");
                    await context.WaitForExternalEvent<string>("roll");
                    context.ContinueAsNew(1);
                    return "";
                }

                return await context.WaitForExternalEvent<string>("e");
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Careless", 0);

        await engine.RaiseAsync(id, "e", "consumed");
        await engine.RaiseAsync(id, "roll", "x");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.RaiseAsync(id, "e", "next");

        Assert.Equal("next", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Carried_events_survive_a_crash_and_later_rounds()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Rounds", async context =>
            {
                var round = context.GetInput<int>();
                if (round < 3)
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    context.ContinueAsNew(round + 1);
                    return "";
                }

                return await context.WaitForExternalEvent<string>("e") + await context.WaitForExternalEvent<string>("e");
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Rounds", 0);

        await engine.RaiseAsync(id, "e", "1");
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        await engine.CrashAndRestartAsync();
        await engine.RaiseAsync(id, "e", "2");
        await engine.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal("12", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_recommended_wait_gets_every_event_that_comes_at_any_moment()
    {
        await using var engine = await new EngineHarness()
            .Activity("Poll", (int number) => number)
            .Orchestrator("Waits", async context =>
            {
                var got = context.GetInput<int>();
                var waiter = context.WaitForExternalEvent<string>("hint");
                for (var poll = 0; poll < 3 && !waiter.IsCompleted; poll++)
                {
                    using var cancel = new CancellationTokenSource();
                    var timer = context.CreateTimer(TimeSpan.FromSeconds(5), cancel.Token);
                    if (await Task.WhenAny(timer, waiter) == waiter)
                    {
                        cancel.Cancel();
                        break;
                    }

                    await context.CallActivityAsync<int>("Poll", poll);
                }

                got += waiter.IsCompleted ? 1 : 0;
                if (got < 20)
                {
                    context.ContinueAsNew(got);
                }

                return got;
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Waits", 0);

        for (var raised = 0; raised < 20; raised++)
        {
            await engine.Client.RaiseEventAsync(id, "hint", $"{raised}");
            await engine.AdvanceAsync(TimeSpan.FromSeconds(raised % 7));
        }

        await engine.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(20, (await engine.GetAsync(id)).ReadOutputAs<int>());
    }
}
