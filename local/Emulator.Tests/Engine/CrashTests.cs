using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

public sealed class CrashTests
{
    private const int MostWrites = 60;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_may_die_at_any_write_before_or_after_its_effect_and_the_result_is_the_same(bool diesAfterwards)
    {
        var finished = false;
        for (var write = 1; !finished; write++)
        {
            Assert.True(write < MostWrites, "The scenario should end after a number of writes.");
            finished = await RunAsync(new MemoryInstanceStore(), write, diesAfterwards);
        }
    }

    [Fact]
    public async Task Activities_timers_and_children_that_were_under_way_are_taken_up_again()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deliveries = 0;
        await using var engine = await new EngineHarness()
            .Activity("Slow", (int _) =>
            {
                var isFirst = Interlocked.Increment(ref deliveries) == 1;
                begun.TrySetResult();
                return isFirst ? new TaskCompletionSource<int>().Task : Task.FromResult(1);
            })
            .Orchestrator("Child", context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None))
            .Orchestrator("Parent", async context => await Task.WhenAll(
                context.CallActivityAsync<int>("Slow", 1),
                context.CreateTimer(TimeSpan.FromMinutes(30), CancellationToken.None),
                context.CallSubOrchestratorAsync("Child")))
            .StartAsync();
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await begun.Task;

        await engine.CrashAndRestartAsync();
        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync(id)).RuntimeStatus);
        Assert.Equal(2, deliveries);
    }

    [Fact]
    public async Task An_instance_whose_row_came_after_the_restart_had_looked_is_taken_up_by_the_next_who_asks_for_it()
    {
        var store = new MemoryInstanceStore();
        await using var engine = await new EngineHarness(store).Orchestrator("Late", _ => Task.FromResult("ran")).StartAsync();
        await store.CreateAsync(new("late", "Late"), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.ScheduleAsync("Late", null, "late"));
        await engine.RunUntilIdleAsync();

        Assert.Equal("ran", (await engine.GetAsync("late")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_result_that_was_stored_before_the_crash_is_not_computed_again()
    {
        var runs = 0;
        var store = new MemoryInstanceStore();
        await using var engine = new EngineHarness(store)
            .Activity("Pay", (int _) => ++runs)
            .Orchestrator("Pays", context => context.CallActivityAsync<int>("Pay", 1));

        // Writes: the instance, its first turn, the result of the activity.
        await engine.StartAsync(dieAtWrite: 3, diesAfterwards: true);
        await engine.ScheduleAsync("Pays", null, "id");
        await engine.CrashAndRestartAsync();
        await engine.RunUntilIdleAsync();

        Assert.Equal(1, (await engine.GetAsync("id")).ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_loses_and_repeats_nothing()
    {
        var store = new FlakyStore(new MemoryInstanceStore());
        await using var engine = await new EngineHarness(store)
            .Activity("Step", (int number) => number + 1)
            .Orchestrator("Steps", async context =>
            {
                var number = 0;
                for (var step = 0; step < 5; step++)
                {
                    number = await context.CallActivityAsync<int>("Step", number);
                }

                return number;
            })
            .StartAsync();
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Steps");

        var completed = engine.Client.WaitForInstanceCompletionAsync(id, true);
        while (!completed.IsCompleted)
        {
            engine.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(5, (await completed).ReadOutputAs<int>());
        Assert.Equal(5, (await engine.HistoryAsync(id)).Count(row => row.Type == HistoryEventType.TaskCompleted));
        Assert.True(store.Failures > 5);
    }

    /// <summary>Activity, timer, event, sub-orchestration and ContinueAsNew in one story. True when it ended without the crash.</summary>
    internal static async Task<bool> RunAsync(IInstanceStore store, int dieAtWrite, bool diesAfterwards)
    {
        await using var engine = new EngineHarness(store)
            .Activity("Add", (int number) => number + 1)
            .Orchestrator("Child", async context =>
            {
                await context.CreateTimer(TimeSpan.FromSeconds(5), CancellationToken.None);
                return await context.CallActivityAsync<int>("Add", context.GetInput<int>());
            })
            .Orchestrator("Story", async context =>
            {
                var (round, sum, words) = context.GetInput<Progress>()!;
                var word = context.WaitForExternalEvent<string>("word");
                sum = await context.CallActivityAsync<int>("Add", sum);
                await context.CreateTimer(TimeSpan.FromSeconds(10), CancellationToken.None);
                sum = await context.CallSubOrchestratorAsync<int>(
                    "Child", sum, new SubOrchestrationOptions(instanceId: string.Create(CultureInfo.InvariantCulture, $"{context.InstanceId}-{round}")));
                words += await word;
                if (round < 2)
                {
                    context.ContinueAsNew(new Progress(round + 1, sum, words));
                }

                return $"{sum} {words}";
            });
        await engine.StartAsync(dieAtWrite, diesAfterwards);
        var crashed = false;

        // Each caller does what it would do when the process dies under its request: it asks again until it has an answer.
        var scheduled = engine.Client.ScheduleNewOrchestrationInstanceAsync("Story", new Progress(1, 0, ""), new StartOrchestrationOptions("story"));
        if (!await AnsweredAsync(scheduled) && await engine.Client.GetInstanceAsync("story") is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Story", new Progress(1, 0, ""), new StartOrchestrationOptions("story"));
        }

        await SettleAsync(TimeSpan.FromSeconds(2));
        foreach (var word in (string[])["one", "two"])
        {
            var stored = await PendingEventsAsync(store);
            if (!await AnsweredAsync(engine.Client.RaiseEventAsync("story", "word", word)) && await PendingEventsAsync(store) == stored)
            {
                await engine.Client.RaiseEventAsync("story", "word", word);
            }

            await SettleAsync(TimeSpan.FromSeconds(2));
        }

        await SettleAsync(TimeSpan.FromMinutes(1));
        var story = await engine.GetAsync("story");
        Assert.True(
            story is { RuntimeStatus: OrchestrationRuntimeStatus.Completed } && story.ReadOutputAs<string>() == "4 onetwo",
            $"Died at write {dieAtWrite}, {(diesAfterwards ? "after" : "before")} its effect: {story} {story.SerializedOutput} {story.FailureDetails}");
        return !crashed;

        async Task<bool> AnsweredAsync(Task request)
        {
            if (await Task.WhenAny(request, engine.Store.Died) == request)
            {
                await request;
                return true;
            }

            await RestartAsync();
            return false;
        }

        async Task SettleAsync(TimeSpan time)
        {
            await engine.AdvanceAsync(time);
            if (engine.Store.Died.IsCompleted)
            {
                await RestartAsync();
                await engine.AdvanceAsync(time);
            }
        }

        async Task RestartAsync()
        {
            crashed = true;
            await engine.CrashAndRestartAsync();
            await engine.RunUntilIdleAsync();
        }
    }

    private static async Task<int> PendingEventsAsync(IInstanceStore store)
    {
        var state = (await store.GetAsync("story", CancellationToken.None))!;
        var count = (await store.LoadHistoryAsync(state, CancellationToken.None)).Count(row => row.Type == HistoryEventType.EventRaised);
        await foreach (var (unfinished, inbox) in store.LoadUnfinishedAsync(CancellationToken.None))
        {
            count += unfinished.Id == "story" ? inbox.Count(message => message.Event.Type == HistoryEventType.EventRaised) : 0;
        }

        return count;
    }

    internal sealed record Progress(int Round, int Sum, string Words);
}
