namespace Seedance.Functions.Tests.Storage;

public class TaskRecordsTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task A_change_that_came_second_is_made_again_on_what_is_there_now()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Table.BeforeUpdate = () => _service.ChangeBehindTheirBackAsync(record, other => other with { WokenBy = "webhook" });
        var seen = new List<string?>();

        var changed = await ChangeAsync(record, current =>
        {
            seen.Add(current.WokenBy);
            return current with { Progress = 40 };
        });

        Assert.Equal([null, "webhook"], seen);
        Assert.Equal(("webhook", 40), (changed.WokenBy, changed.Progress));
    }

    [Fact]
    public async Task A_change_of_null_leaves_the_record_alone_and_trouble_is_not_hidden()
    {
        var record = await _service.AddAsync(Samples.Record);

        Assert.Equal(record.ETag, (await ChangeAsync(record, _ => null)).ETag);
        Assert.Equal(0, _service.Table.Updates);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync(Samples.Record, current => current));
        _service.Table.BeforeUpdate = () => throw new RequestFailedException(500, "trouble");
        await Assert.ThrowsAsync<RequestFailedException>(() => ChangeAsync(record, current => current with { Progress = 1 }));
    }

    [Fact]
    public async Task Open_tasks_are_listed_oldest_first_until_they_end_or_are_removed()
    {
        var older = await _service.AddAsync(Samples.Record);
        var newer = await _service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddMinutes(1)) });
        await _service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now), State = TaskState.Failed });
        await _service.AddAsync(Samples.Record with { Client = "stranger" });
        Assert.Equal([older.Id, newer.Id], await OpenAsync());

        await ChangeAsync(older, current => current.Move(TaskState.Failed, TaskStage.Done, "over", Samples.Now));
        Assert.Equal([newer.Id], await OpenAsync());

        await _service.Records.RemoveAsync(newer, CancellationToken.None);
        Assert.Empty(await OpenAsync());
    }

    private Task<IReadOnlyList<TaskId>> OpenAsync() => _service.Records.FindOpenAsync(Samples.Client, 10, CancellationToken.None);

    private Task<TaskRecord> ChangeAsync(TaskRecord record, Func<TaskRecord, TaskRecord?> change)
        => _service.Records.ChangeAsync(record.Client, record.Id, change, CancellationToken.None);
}
