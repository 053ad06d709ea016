using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

public sealed class TimerTests
{
    [Fact]
    public async Task A_timer_fires_when_it_is_due_and_not_before()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Sleeps", context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None))
            .StartAsync();
        var id = await engine.ScheduleAsync("Sleeps");

        await engine.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_timer_of_months_fires_too()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Hibernates", context => context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None))
            .StartAsync();
        var id = await engine.ScheduleAsync("Hibernates");

        await engine.AdvanceAsync(TimeSpan.FromDays(101));

        var instance = await engine.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, instance.RuntimeStatus);
        Assert.Equal(instance.CreatedAt.AddDays(100), instance.LastUpdatedAt);
    }

    [Fact]
    public async Task Cancelling_the_token_cancels_the_wait_and_completion_does_not_wait_for_it()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Cancels", async context =>
            {
                using var cancel = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
                await context.WaitForExternalEvent<string>("go");
                cancel.Cancel();
                return timer.IsCanceled;
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Cancels");

        await engine.RaiseAsync(id, "go", "x");

        Assert.True((await engine.GetAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task An_orchestration_that_leaves_a_timer_stays_running_until_it_fires()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Leaves", async context =>
            {
                var timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await Task.WhenAny(timer, context.WaitForExternalEvent<string>("go"));
                return "early";
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Leaves");

        await engine.RaiseAsync(id, "go", "x");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("early", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failed_orchestration_and_ContinueAsNew_wait_for_a_left_timer_too()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Fails", context =>
            {
                _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                throw new FormatException();
            })
            .Orchestrator("Renews", context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    context.ContinueAsNew(1);
                }

                return Task.FromResult(context.GetInput<int>());
            })
            .StartAsync();
        var failing = await engine.ScheduleAsync("Fails");
        var renewing = await engine.ScheduleAsync("Renews", 0);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(failing)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(renewing)).RuntimeStatus);
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await engine.GetAsync(failing)).RuntimeStatus);
        Assert.Equal(1, (await engine.GetAsync(renewing)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_cancelled_timer_wakes_nobody()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Moves on", async context =>
            {
                using var cancel = new CancellationTokenSource();
                _ = context.CreateTimer(TimeSpan.FromMinutes(5), cancel.Token);
                await context.WaitForExternalEvent<string>("first");
                cancel.Cancel();
                await context.WaitForExternalEvent<string>("second");
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Moves on");
        await engine.RaiseAsync(id, "first", "x");
        var calls = engine.Store.Calls;

        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(calls, engine.Store.Calls);
        Assert.DoesNotContain(await engine.HistoryAsync(id), row => row.Type == HistoryEventType.TimerFired);
    }
}
