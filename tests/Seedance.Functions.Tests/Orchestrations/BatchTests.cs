using System.Net;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Batches on Microsoft's replay. A generation takes the provider two minutes.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly GenerationWorld _world = new(options =>
    {
        options.Clients[Samples.Client].DailyCredits = 100_000;
        options.Prices[ProviderNames.EvoLink] = "evolink-2026-09-16";
    });

    [Fact]
    public async Task So_many_are_under_way_at_once_and_every_one_is_paid_once()
    {
        var batch = await StartAsync(count: 8, concurrency: 3);
        Assert.Equal(3, _world.Provider.Paid);

        for (var minute = 0; minute < 20; minute++)
        {
            await _world.AdvanceAsync(TimeSpan.FromMinutes(1));
            Assert.InRange(await UnderWayAsync(batch), 0, 3);
        }
        Assert.All(await ReadAsync(batch), task => Assert.Equal(TaskState.Completed, task.State));
        Assert.Equal((8, 8, 8), (_world.Provider.Paid, _world.CallerTold, _world.Blobs.Count));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _world.Engine.GetAsync(batch.Id.ToString())).RuntimeStatus);
    }

    [Fact]
    public async Task A_dead_callback_holds_nobody_up()
    {
        var answer = _world.Web.OnRequest;
        _world.Web.OnRequest = request => request.Method == HttpMethod.Post
            ? new HttpResponseMessage(HttpStatusCode.InternalServerError)
            : answer(request);
        var batch = await StartAsync(count: 4, concurrency: 1);

        await _world.AdvanceAsync(TimeSpan.FromMinutes(20));

        Assert.All(await ReadAsync(batch), task => Assert.Equal(TaskState.Completed, task.State));
    }

    [Fact]
    public async Task One_that_fails_makes_room_and_the_others_go_on()
    {
        _world.Provider.Fates.Enqueue(SubmitFate.Rejected);
        var batch = await StartAsync(count: 3, concurrency: 1);
        await _world.AdvanceAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(
            [TaskState.Failed, TaskState.Completed, TaskState.Completed], (await ReadAsync(batch)).Select(task => task.State));
        Assert.Equal(2 * 67.5m, _world.BudgetUsed);
    }

    [Fact]
    public async Task Crashes_in_between_lose_nothing_and_pay_nothing_twice()
    {
        var batch = await StartAsync(count: 6, concurrency: 2);
        for (var i = 0; i < 10; i++)
        {
            await _world.AdvanceAsync(TimeSpan.FromSeconds(40));
            await _world.CrashAsync();
        }
        await _world.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.All(await ReadAsync(batch), task => Assert.Equal(TaskState.Completed, task.State));
        Assert.Equal(6, _world.Provider.Paid);
    }

    [Fact]
    public async Task The_sweep_leaves_those_alone_whose_turn_has_not_come()
    {
        _world.Provider.Duration = TimeSpan.FromMinutes(40);
        await StartAsync(count: 3, concurrency: 1);
        for (var i = 0; i < 6; i++)
        {
            await _world.AdvanceAsync(TimeSpan.FromMinutes(5));
            await _world.SweepAsync();
        }
        Assert.Equal(1, _world.Provider.Paid);
    }

    [Fact]
    public async Task A_batch_that_was_recorded_and_never_started_is_started_by_the_sweep()
    {
        var nowhere = new FakeOrchestrations { OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.") };
        var batch = await StartAsync(count: 5, concurrency: 2, nowhere.Client);
        Assert.Equal(0, _world.Provider.Paid);

        await _world.AdvanceAsync(TimeSpan.FromMinutes(5));
        await _world.SweepAsync();
        await _world.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.All(await ReadAsync(batch), task => Assert.Equal(TaskState.Completed, task.State));
        Assert.Equal(5, _world.Provider.Paid);
    }

    [Fact]
    public async Task Tasks_of_a_batch_that_never_came_to_be_are_removed_and_give_back()
    {
        var batch = await StartAsync(count: 5, concurrency: 2, new FakeOrchestrations().Client);
        // As a crash between the tasks and the batch leaves it.
        await _world.Batches.RemoveAsync(batch, CancellationToken.None);
        await _world.AdvanceAsync(TimeSpan.FromMinutes(5));
        await _world.SweepAsync();
        Assert.Equal(10, _world.Rows.Count());

        await _world.AdvanceAsync(TimeSpan.FromMinutes(15));
        await _world.SweepAsync();
        await _world.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.Empty(_world.Rows);
        Assert.Equal((0, 0m), (_world.Provider.Paid, _world.BudgetUsed));
    }

    [Fact]
    public async Task The_history_of_fifty_stays_short()
    {
        var batch = await StartAsync(count: BatchRecord.MaxTasks, concurrency: 5);
        await _world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(BatchRecord.MaxTasks, _world.Provider.Paid);
        Assert.InRange(_world.Engine.HistoryOf(batch.Id.ToString()).Count, 150, 400);
    }

    public void Dispose() => _world.Dispose();

    private Task<BatchRecord> StartAsync(int count, int concurrency, DurableTaskClient? client = null)
        => _world.StartBatchAsync(count, concurrency, client);

    private Task<IReadOnlyList<TaskRecord>> ReadAsync(BatchRecord batch) => _world.Batches.ReadTasksAsync(batch, CancellationToken.None);

    private async Task<int> UnderWayAsync(BatchRecord batch)
        => (await ReadAsync(batch)).Count(task => task is { IsTerminal: false, Stage: not TaskStage.Queued });
}
