namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Batches on Microsoft's replay. A generation takes the provider two minutes.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly GenerationWorld _world = new(options =>
    {
        options.Clients[Samples.Client].DailyCredits = 100_000;
        options.Prices[ProviderNames.EvoLink] = "evolink-2026-09-16";
    });

    [Theory]
    [InlineData(8, 3, false)]
    [InlineData(6, 2, true)]
    [InlineData(BatchRecord.MaxTasks, 5, false)]
    public async Task So_many_are_under_way_at_once_and_every_one_is_paid_once(int count, int concurrency, bool crashes)
    {
        // Neither one that fails nor a caller that cannot be told holds up the others.
        _world.Provider.Fates.Enqueue(SubmitFate.Rejected);
        _world.OnCallback = _ => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        var batch = await StartAsync(count, concurrency);
        Assert.InRange(_world.Provider.Paid, concurrency - 1, concurrency);

        for (var minute = 0; minute < 60; minute++)
        {
            await _world.AdvanceAsync(TimeSpan.FromMinutes(1));
            if (crashes) await _world.CrashAsync();
            var underWay = (await ReadAsync(batch)).Count(task => task is { IsTerminal: false, Stage: not TaskStage.Queued });
            Assert.InRange(underWay, 0, concurrency);
        }

        var states = (await ReadAsync(batch)).Select(task => task.State).ToList();
        Assert.Equal([TaskState.Failed, .. Enumerable.Repeat(TaskState.Completed, count - 1)], states);
        Assert.Equal((count - 1, count - 1), (_world.Provider.Paid, _world.Blobs.Count));
        Assert.Equal((count - 1) * 67.5m, _world.BudgetUsed);
        await _world.AdvanceAsync(TimeSpan.FromHours(26));
        Assert.True(_world.IsAtRest);
        Assert.InRange(_world.Hub.Find(batch.Id.ToString())!.History.Count, 3 * count, 8 * count);
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

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 0)]
    public async Task The_sweep_starts_a_batch_that_was_recorded_and_removes_tasks_that_have_none(bool removed, int paid)
    {
        var nowhere = new FakeOrchestrations { OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.") };
        var batch = await StartAsync(count: 5, concurrency: 2, nowhere.Client);
        // As a crash between the tasks and the batch leaves it.
        if (removed) await _world.Batches.RemoveAsync(batch, CancellationToken.None);
        await _world.AdvanceAsync(TimeSpan.FromMinutes(5));
        await _world.SweepAsync();
        if (removed) Assert.Equal(10, _world.Rows.Count());

        await _world.AdvanceAsync(TimeSpan.FromMinutes(15));
        await _world.SweepAsync();
        await _world.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.Equal((paid, paid, paid * 67.5m), (_world.Provider.Paid, _world.Blobs.Count, _world.BudgetUsed));
        Assert.Equal(removed, !_world.Rows.Any());
    }

    public void Dispose() => _world.Dispose();

    private async Task<BatchRecord> StartAsync(int count, int concurrency, DurableTaskClient? client = null)
    {
        var request = _world.Record.Request with { CallbackUrl = "https://caller.example.com/done" };
        var admitted = await _world.Get<TaskAdmission>().AdmitAsync(
            client ?? _world.Engine.Client,
            new Client(_world.Record.Client),
            [.. Enumerable.Repeat(request, count)],
            key: null,
            new RequestOrigin(new Uri("https://videos.example.com")),
            concurrency,
            CancellationToken.None);
        await _world.Engine.RunUntilIdleAsync();
        return admitted.Batch!;
    }

    private Task<IReadOnlyList<TaskRecord>> ReadAsync(BatchRecord batch) => _world.Batches.ReadTasksAsync(batch, CancellationToken.None);
}
