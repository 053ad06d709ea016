using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Tests.Engine;

public sealed class DeterminismTests
{
    public static TheoryData<string> ChangedCode => ["other activity", "timer instead", "nothing", "sub-orchestration instead"];

    [Theory]
    [MemberData(nameof(ChangedCode))]
    public async Task Code_that_no_longer_matches_history_fails_the_instance(string change)
    {
        var isChanged = false;
        await using var engine = await new EngineHarness()
            .Activity("Step", (int number) => number)
            .Activity("Other", (int number) => number)
            .Orchestrator("Deployed", async context =>
            {
                var step = (isChanged ? change : "") switch
                {
                    "other activity" => context.CallActivityAsync<int>("Other", 1),
                    "timer instead" => context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None),
                    "nothing" => Task.CompletedTask,
                    "sub-orchestration instead" => context.CallSubOrchestratorAsync("Step"),
                    _ => context.CallActivityAsync<int>("Step", 1),
                };
                await step;
                await context.WaitForExternalEvent<string>("go");
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Deployed");

        isChanged = true;
        await engine.RaiseAsync(id, "go", "x");

        AssertNonDeterministic(await engine.GetAsync(id));
    }

    [Fact]
    public async Task Awaiting_a_delay_instead_of_a_durable_timer_fails_the_instance()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Delays", async _ => await Task.Delay(TimeSpan.FromDays(1), new ManualTimeProvider()))
            .StartAsync();

        AssertNonDeterministic(await engine.GetAsync(await engine.ScheduleAsync("Delays")));
    }

    [Fact]
    public async Task Awaiting_a_task_of_another_thread_fails_the_instance_also_while_an_event_is_awaited()
    {
        var foreign = new TaskCompletionSource();
        await using var engine = await new EngineHarness()
            .Orchestrator("Offloads", async context =>
            {
                var waiter = context.WaitForExternalEvent<string>("never");
                await foreign.Task;
                await waiter;
            })
            .StartAsync();
        var id = await engine.ScheduleAsync("Offloads");

        foreign.SetResult();
        await engine.RunUntilIdleAsync();

        AssertNonDeterministic(await engine.GetAsync(id));
    }

    [Fact]
    public async Task Continuing_without_the_turns_context_fails_the_instance()
    {
        await using var engine = await new EngineHarness()
            .Activity("Step", (int number) => number)
            .Orchestrator("Escapes", async context =>
            {
                _ = context.WaitForExternalEvent<string>("never");
                await Task.Yield();
                await Task.Run(() => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                await context.CallActivityAsync<int>("Step", 1);
            })
            .StartAsync();

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Escapes");
        await engine.Client.WaitForInstanceCompletionAsync(id).WaitAsync(TimeSpan.FromMinutes(1));

        AssertNonDeterministic(await engine.GetAsync(id));
    }

    [Fact]
    public async Task Cancelling_a_durable_timer_from_outside_fails_the_instance()
    {
        using var cancel = new CancellationTokenSource();
        await using var engine = await new EngineHarness()
            .Orchestrator("Hurries", context => context.CreateTimer(TimeSpan.FromDays(1), cancel.Token))
            .StartAsync();
        var id = await engine.ScheduleAsync("Hurries");

        await cancel.CancelAsync();
        await engine.RunUntilIdleAsync();

        AssertNonDeterministic(await engine.GetAsync(id));
    }

    [Fact]
    public async Task Yielding_and_joining_inside_the_turn_is_allowed()
    {
        await using var engine = await new EngineHarness()
            .Activity("Step", (int number) => number)
            .Orchestrator("Yields", async context =>
            {
                await Task.Yield();
                var branches = Enumerable.Range(0, 3).Select(async number =>
                {
                    await Task.Yield();
                    return await context.CallActivityAsync<int>("Step", number);
                });
                return (await Task.WhenAll(branches)).Sum();
            })
            .StartAsync();

        Assert.Equal(3, (await engine.GetAsync(await engine.ScheduleAsync("Yields"))).ReadOutputAs<int>());
    }

    private static void AssertNonDeterministic(OrchestrationMetadata instance)
    {
        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.EndsWith("NonDeterministicOrchestrationException", instance.FailureDetails!.ErrorType, StringComparison.Ordinal);
    }
}
