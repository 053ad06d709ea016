using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class TaskRecordsTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task A_change_is_written_and_returned()
    {
        var record = await _service.AddAsync(Samples.Record);

        var changed = await ChangeAsync(record, current => current with { Progress = 40 });

        Assert.Equal(40, changed.Progress);
        Assert.Equal(40, (await _service.ReadAsync(record)).Progress);
        Assert.Equal((await _service.ReadAsync(record)).ETag, changed.ETag);
    }

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
        Assert.Equal(("webhook", 40), ((await _service.ReadAsync(record)).WokenBy, (await _service.ReadAsync(record)).Progress));
    }

    [Fact]
    public async Task A_change_of_null_leaves_the_record_alone()
    {
        var record = await _service.AddAsync(Samples.Record);

        var unchanged = await ChangeAsync(record, _ => null);

        Assert.Equal(record.ETag, unchanged.ETag);
        Assert.Equal(0, _service.Table.Updates);
    }

    [Fact]
    public async Task A_change_of_a_missing_record_is_an_error()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync(Samples.Record, current => current));

    [Fact]
    public async Task Trouble_other_than_a_lost_race_is_not_hidden()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Table.BeforeUpdate = () => throw new RequestFailedException(500, "trouble");

        await Assert.ThrowsAsync<RequestFailedException>(() => ChangeAsync(record, current => current with { Progress = 1 }));
    }

    [Fact]
    public async Task An_update_of_a_version_that_is_gone_changes_nothing()
    {
        var record = await _service.AddAsync(Samples.Record);
        await ChangeAsync(record, current => current with { Progress = 40 });

        Assert.Null(await _service.Records.TryUpdateAsync(record with { Progress = 1 }, CancellationToken.None));
        Assert.Equal(40, (await _service.ReadAsync(record)).Progress);
    }

    [Fact]
    public async Task A_task_is_found_by_its_own_client_only()
    {
        var record = await _service.AddAsync(Samples.Record);

        Assert.Null(await _service.Records.FindAsync("stranger", record.Id, CancellationToken.None));
        Assert.NotNull(await _service.Records.FindAsync(record.Client, record.Id, CancellationToken.None));
    }

    [Fact]
    public async Task The_same_id_is_never_recorded_twice()
    {
        var record = await _service.AddAsync(Samples.Record);

        await Assert.ThrowsAnyAsync<RequestFailedException>(() => _service.AddAsync(record));
    }

    [Fact]
    public async Task Open_tasks_are_listed_oldest_first_until_they_end()
    {
        var older = await _service.AddAsync(Samples.Record);
        var newer = await _service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddMinutes(1)) });
        await _service.AddAsync(Samples.Record with { Client = "stranger" });

        Assert.Equal([older.Id, newer.Id], await OpenAsync());

        await ChangeAsync(older, current => current.Move(TaskState.Failed, TaskStage.Done, "over", Samples.Now));

        Assert.Equal([newer.Id], await OpenAsync());
    }

    [Fact]
    public async Task A_removed_record_leaves_no_mark_behind()
    {
        var record = await _service.AddAsync(Samples.Record);

        await _service.Records.RemoveAsync(record, CancellationToken.None);

        Assert.Empty(_service.Table.Rows);
    }

    private Task<IReadOnlyList<TaskId>> OpenAsync() => _service.Records.FindOpenAsync(Samples.Client, null, 10, CancellationToken.None);

    private Task<TaskRecord> ChangeAsync(TaskRecord record, Func<TaskRecord, TaskRecord?> change)
        => _service.Records.ChangeAsync(record.Client, record.Id, change, CancellationToken.None);
}
