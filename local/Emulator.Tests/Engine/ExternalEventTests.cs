using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Tests.Engine;

public sealed class ExternalEventTests
{
    [Fact]
    public async Task An_event_reaches_its_waiter_whatever_the_case_of_its_name()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<string>("ProviderWebhook"))
            .StartAsync();
        var id = await engine.ScheduleAsync("Waits");

        await engine.RaiseAsync(id, "providerwebhook", "hello");

        Assert.Equal("hello", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_that_come_before_anyone_waits_are_kept_in_order()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Late", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return await context.WaitForExternalEvent<string>("e") + await context.WaitForExternalEvent<string>("e");
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Late");

        await engine.RaiseAsync(id, "e", "1");
        await engine.RaiseAsync(id, "E", "2");
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("12", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiters_of_one_name_are_a_stack()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Stack", async context =>
            {
                var older = context.WaitForExternalEvent<string>("e");
                var newer = context.WaitForExternalEvent<string>("e");
                var first = await Task.WhenAny(older, newer);
                return first == newer ? $"newer {await newer}" : $"older {await older}";
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Stack");

        await engine.RaiseAsync(id, "e", "1");

        Assert.Equal("newer 1", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_waiter_still_swallows_the_next_event()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Swallows", async context =>
            {
                var patient = context.WaitForExternalEvent<string>("e");
                using var cancel = new CancellationTokenSource();
                var impatient = context.WaitForExternalEvent<string>("e", cancel.Token);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                cancel.Cancel();
                return $"{await patient} {impatient.IsCanceled}";
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Swallows");
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        await engine.RaiseAsync(id, "e", "swallowed");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.RaiseAsync(id, "e", "received");

        Assert.Equal("received True", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task All_waits_on_one_name_use_one_type()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Two types", async context =>
            {
                _ = context.WaitForExternalEvent<string>("e");
                await context.WaitForExternalEvent<int>("E");
            })
            .StartAsync();

        var instance = await engine.GetAsync(await engine.ScheduleAsync("Two types"));

        Assert.True(instance.FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task A_payload_of_another_type_fails_the_orchestration_past_any_catch()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Catches all", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<int>("number");
                }
                catch (Exception)
                {
                    return -1;
                }
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Catches all");

        await engine.RaiseAsync(id, "number", new { not = "a number" });

        var instance = await engine.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.True(instance.FailureDetails!.IsCausedBy<System.Text.Json.JsonException>());
    }

    [Theory]
    [InlineData(1, "timed out")]
    [InlineData(10, "event")]
    public async Task A_wait_with_a_timeout_ends_with_whichever_is_first(int minutes, string expected)
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Bounded", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("e", TimeSpan.FromMinutes(minutes));
                }
                catch (OperationCanceledException)
                {
                    return "timed out";
                }
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Bounded");

        await engine.AdvanceAsync(TimeSpan.FromMinutes(5));
        if (expected == "event")
        {
            await engine.RaiseAsync(id, "e", "event");
        }

        Assert.Equal(expected, (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Raising_to_an_unknown_or_a_finished_instance_throws_at_the_caller()
    {
        await using var engine = await new EngineHarness().Orchestrator("Quick", _ => Task.CompletedTask).StartAsync();
        var finished = await engine.ScheduleAsync("Quick");

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RaiseAsync("nobody", "e"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RaiseAsync(finished, "e"));
    }

    [Fact]
    public async Task One_orchestration_can_send_an_event_to_another()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Receives", context => context.WaitForExternalEvent<string>("e"))
            .Orchestrator("Sends", context =>
            {
                context.SendEvent("receiver", "e", "hello");
                context.SendEvent("nobody", "e", "lost");
                return Task.CompletedTask;
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Receives", instanceId: "receiver");

        var sender = await engine.ScheduleAsync("Sends");

        Assert.Equal("hello", (await engine.GetAsync(id)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync(sender)).RuntimeStatus);
    }
}
