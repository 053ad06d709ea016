using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Tests.Engine;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task A_child_knows_its_parent_and_answers_it()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Child", context => Task.FromResult($"{context.GetInput<string>()} of {context.Parent!.Name} {context.Parent.InstanceId}"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child", "child", new SubOrchestrationOptions(instanceId: "kid")))
            .StartAsync();

        var id = await engine.ScheduleAsync("Parent", instanceId: "dad");

        Assert.Equal("child of Parent dad", (await engine.GetAsync(id)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync("kid")).RuntimeStatus);
    }

    [Fact]
    public async Task Children_without_an_id_get_one_that_replays()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Child", context => Task.FromResult(context.InstanceId))
            .Orchestrator("Parent", async context =>
                await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CallSubOrchestratorAsync<string>("Child"))))
            .StartAsync();

        var ids = (await engine.GetAsync(await engine.ScheduleAsync("Parent"))).ReadOutputAs<string[]>()!;

        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "N", out _)));
    }

    [Fact]
    public async Task A_failed_child_throws_in_its_parent()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Child", _ => throw new FormatException("bad"))
            .Orchestrator("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return "";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName} {failed.FailureDetails.IsCausedBy<FormatException>()}";
                }
            })
            .StartAsync();

        Assert.Equal("Child True", (await engine.GetAsync(await engine.ScheduleAsync("Parent"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_child_can_be_retried_under_the_same_id()
    {
        var attempts = 0;
        await using var engine = await new EngineHarness()
            .Activity("Try", (int _) => ++attempts < 3 ? throw new FormatException("again") : attempts)
            .Orchestrator("Child", context => context.CallActivityAsync<int>("Try", 0))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", null, TaskOptions.FromRetryPolicy(new(5, TimeSpan.FromSeconds(1))).WithInstanceId("kid")))
            .StartAsync();
        var id = await engine.ScheduleAsync("Parent");

        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(3, (await engine.GetAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_child_id_that_runs_already_fails_the_task()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<string>("e"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Waits", options: new SubOrchestrationOptions(instanceId: "taken")))
            .StartAsync();
        await engine.ScheduleAsync("Waits", instanceId: "taken");

        var instance = await engine.GetAsync(await engine.ScheduleAsync("Parent"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync("taken")).RuntimeStatus);
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Terminating_a_parent_terminates_its_children_when_asked(bool recursive, OrchestrationRuntimeStatus child)
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("e"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "kid")))
            .StartAsync();
        var id = await engine.ScheduleAsync("Parent");

        await engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("enough", recursive));
        await engine.RunUntilIdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.GetAsync(id)).RuntimeStatus);
        Assert.Equal(child, (await engine.GetAsync("kid")).RuntimeStatus);
    }

    [Fact]
    public async Task A_terminated_child_fails_the_task_of_its_parent()
    {
        await using var engine = await new EngineHarness()
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("e"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "kid")))
            .StartAsync();
        var id = await engine.ScheduleAsync("Parent");

        await engine.Client.TerminateInstanceAsync("kid", "enough");
        await engine.RunUntilIdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await engine.GetAsync(id)).RuntimeStatus);
    }
}
