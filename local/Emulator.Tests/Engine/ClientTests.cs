using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Tests.Engine;

public sealed class ClientTests
{
    [Fact]
    public async Task The_id_of_a_running_instance_is_taken_and_a_finished_one_can_be_used_again()
    {
        await using var engine = await StartAsync();
        await engine.ScheduleAsync("Waits", 1, "id");

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.ScheduleAsync("Waits", 2, "id"));
        await engine.RaiseAsync("id", "e", "first");
        await engine.ScheduleAsync("Waits", 3, "id");

        var instance = await engine.GetAsync("id");
        Assert.Equal(OrchestrationRuntimeStatus.Running, instance.RuntimeStatus);
        Assert.Equal(3, instance.ReadInputAs<int>());
        Assert.Null(instance.SerializedOutput);
    }

    [Fact]
    public async Task Of_many_who_schedule_one_id_at_once_one_wins()
    {
        await using var engine = await StartAsync();
        await engine.ScheduleAsync("Quick", null, "id");

        var attempts = Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("id"));
                return 1;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        });

        Assert.Equal(1, (await Task.WhenAll(attempts)).Sum());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("@entity")]
    [InlineData("")]
    public async Task An_id_that_storage_cannot_hold_is_refused(string id)
    {
        await using var engine = await StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => engine.ScheduleAsync("Quick", null, id));
    }

    [Fact]
    public async Task A_start_in_the_future_is_pending_until_then_and_keeps_its_events()
    {
        await using var engine = await StartAsync();
        var options = new StartOrchestrationOptions("later", engine.Clock.GetUtcNow().AddHours(1));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, options);
        await engine.RaiseAsync("later", "e", "early");

        await engine.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await engine.GetAsync("later")).RuntimeStatus);
        await engine.CrashAndRestartAsync();
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("early", (await engine.GetAsync("later")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiting_for_start_and_completion_ends_when_they_come()
    {
        await using var engine = await StartAsync();
        var options = new StartOrchestrationOptions("id", engine.Clock.GetUtcNow().AddHours(1));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", 7, options);
        var started = engine.Client.WaitForInstanceStartAsync("id");
        var completed = engine.Client.WaitForInstanceCompletionAsync("id", getInputsAndOutputs: true);

        Assert.False(started.IsCompleted);
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await started).RuntimeStatus);
        Assert.False(completed.IsCompleted);
        await engine.RaiseAsync("id", "e", "now");
        Assert.Equal("now", (await completed).ReadOutputAs<string>());
        Assert.Equal("now", (await engine.Client.WaitForInstanceCompletionAsync("id", true)).ReadOutputAs<string>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.WaitForInstanceCompletionAsync("nobody"));
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        await using var engine = await StartAsync();
        await engine.ScheduleAsync("Waits", null, "id");
        using var cancel = new CancellationTokenSource();

        var waiting = engine.Client.WaitForInstanceCompletionAsync("id", cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Terminating_ends_an_instance_with_the_given_output()
    {
        await using var engine = await StartAsync();
        var id = await engine.ScheduleAsync("Waits");

        await engine.Client.TerminateInstanceAsync(id, "enough");
        await engine.RunUntilIdleAsync();

        var instance = await engine.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, instance.RuntimeStatus);
        Assert.Equal("enough", instance.ReadOutputAs<string>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.TerminateInstanceAsync(id));
    }

    [Fact]
    public async Task Terminating_before_the_start_means_that_it_never_runs()
    {
        await using var engine = await StartAsync();
        await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Quick", null, new StartOrchestrationOptions("later", engine.Clock.GetUtcNow().AddHours(1)));

        await engine.Client.TerminateInstanceAsync("later");
        await engine.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.GetAsync("later")).RuntimeStatus);
    }

    [Fact]
    public async Task A_start_that_was_terminated_and_asked_for_again_takes_place()
    {
        await using var engine = await StartAsync();
        var options = new StartOrchestrationOptions("later", engine.Clock.GetUtcNow().AddHours(1));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", 1, options);
        await engine.Client.TerminateInstanceAsync("later");
        await engine.RunUntilIdleAsync();

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", 2, options);
        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(2, (await engine.GetAsync("later")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_comes_until_it_is_resumed()
    {
        await using var engine = await StartAsync();
        var id = await engine.ScheduleAsync("Waits");

        await engine.Client.SuspendInstanceAsync(id, "wait");
        await engine.RunUntilIdleAsync();
        await engine.RaiseAsync(id, "e", "kept");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.CrashAndRestartAsync();
        await engine.RunUntilIdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.Client.ResumeInstanceAsync(id);
        await engine.RunUntilIdleAsync();

        Assert.Equal("kept", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Without_inputs_and_outputs_asked_for_only_the_status_comes()
    {
        await using var engine = await StartAsync();
        var id = await engine.ScheduleAsync("Quick", 1);

        var instance = (await engine.Client.GetInstanceAsync(id))!;

        Assert.Null(instance.SerializedInput);
        Assert.Null(instance.SerializedOutput);
        Assert.Throws<InvalidOperationException>(() => instance.ReadInputAs<int>());
        Assert.Null(await engine.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Instances_are_found_by_status_time_and_prefix_page_by_page()
    {
        await using var engine = await StartAsync();
        for (var number = 0; number < 25; number++)
        {
            await engine.ScheduleAsync(number % 5 == 0 ? "Waits" : "Quick", number, $"{(number < 20 ? "a" : "b")}-{number:D2}");
            await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await EngineAssert.QueriesAsync(engine);
    }

    [Fact]
    public async Task Purging_removes_finished_instances_and_nothing_else()
    {
        await using var engine = await StartAsync();
        await engine.ScheduleAsync("Waits", null, "running");
        await engine.ScheduleAsync("Quick", null, "old");
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        var hourLater = engine.Clock.GetUtcNow();
        await engine.ScheduleAsync("Quick", null, "new");
        await engine.ScheduleAsync("Fails", null, "failed");

        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync("running")).PurgedInstanceCount);
        Assert.Equal(1, (await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedTo: hourLater.AddMinutes(-1)))).PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync("old"));
        var failed = new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed]);
        Assert.Equal(1, (await engine.Client.PurgeAllInstancesAsync(failed)).PurgedInstanceCount);
        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync("new")).PurgedInstanceCount);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync("running")).RuntimeStatus);
    }

    [Fact]
    public async Task Purging_takes_the_children_along_when_asked()
    {
        await using var engine = await StartAsync();
        var id = await engine.ScheduleAsync("Parent");

        Assert.Equal(3, (await engine.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
    }

    private static Task<EngineHarness> StartAsync() => new EngineHarness()
        .Orchestrator("Quick", context => Task.FromResult(context.GetInput<int>()))
        .Orchestrator("Waits", context => context.WaitForExternalEvent<string>("e"))
        .Orchestrator("Fails", _ => throw new FormatException())
        .Orchestrator("Parent", context => Task.WhenAll(context.CallSubOrchestratorAsync("Quick"), context.CallSubOrchestratorAsync("Quick")))
        .StartAsync();
}
