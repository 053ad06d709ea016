using Microsoft.Extensions.Logging.Testing;

namespace Seedance.Functions.Tests.Maintenance;

public class WatchOpenTasksTests
{
    private readonly FakeService _service = new(measures: true);
    private readonly FakeLogger<WatchOpenTasks> _log = new();

    [Fact]
    public async Task Open_tasks_are_counted_by_age_the_empty_ages_too()
    {
        await WatchAsync();
        foreach (var age in new[] { 1, 9, 11, 59, 61, 25 * 60 }) await AddAsync(age);
        await WatchAsync();

        Assert.Equal(
            [
                (0, "age=under_10m"), (0, "age=10m_to_1h"), (0, "age=1h_to_24h"), (0, "age=over_24h"),
                (2, "age=under_10m"), (2, "age=10m_to_1h"), (1, "age=1h_to_24h"), (1, "age=over_24h"),
            ],
            _service.Meters.Of("seedance.tasks.open"));
    }

    [Fact]
    public async Task What_is_paid_for_and_not_stored_after_an_hour_is_counted_and_named()
    {
        await WatchAsync();
        var paid = await AddAsync(61, record => record with { ProviderTaskId = "cgt-7", Stage = TaskStage.Storing });
        await AddAsync(59, record => record with { ProviderTaskId = "cgt-8" });
        await AddAsync(120);
        // Queued for an hour, and submitted just now.
        await AddAsync(70, record => record with { ProviderTaskId = "cgt-9", SubmittedAt = _service.Time.GetUtcNow() });
        var ended = await AddAsync(90, record => record with { ProviderTaskId = "cgt-10" });
        await _service.ChangeBehindTheirBackAsync(ended, record => record with { State = TaskState.Completed });

        await WatchAsync();

        Assert.Equal([(0, ""), (1, "")], _service.Meters.Of("seedance.tasks.paid_not_stored"));
        var line = Assert.Single(_log.Collector.GetSnapshot(), each => each.Id.Name == "PaidNotStored");
        Assert.Matches($"Task {paid.Id} of studio.*cgt-7", line.Message);
    }

    private async Task<TaskRecord> AddAsync(int minutes, Func<TaskRecord, TaskRecord>? change = null)
    {
        var at = _service.Time.GetUtcNow().AddMinutes(-minutes);
        var record = Samples.Record with { Id = TaskId.New(at), CreatedAt = at };
        return await _service.AddAsync(change?.Invoke(record) ?? record);
    }

    private Task WatchAsync() => _service.Create<WatchOpenTasks>(_log).RunAsync(new TimerInfo(), CancellationToken.None);
}
