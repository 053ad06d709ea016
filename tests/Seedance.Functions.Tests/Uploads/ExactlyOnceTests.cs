using Azure;

namespace Seedance.Functions.Tests.Uploads;

public class ExactlyOnceTests
{
    private const string Name = "studio/photo.png";

    private readonly UploadDoor _door = new();

    [Fact]
    public async Task A_repeated_event_is_a_no_op_for_as_long_as_Event_Grid_repeats()
    {
        await _door.UploadAsync(Name);
        var first = await _door.OnlyAsync();
        _door.Service.Time.Advance(TimeSpan.FromHours(24));

        await _door.DeliverAsync(Name, first.Upload!.Etag);

        Assert.Equal(first.Id, (await _door.OnlyAsync()).Id);
        Assert.Single(_door.Orchestrations.Scheduled);
    }

    [Fact]
    public async Task What_crashed_after_its_key_is_carried_on_whatever_the_settings_say_by_then()
    {
        _door.Service.Options.Uploads.Prompt = "before";
        var etag = _door.Blobs.Put(Name, UploadDoor.Png());
        _door.Service.Table.Failure = new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync(Name, etag));
        _door.Service.Table.Failure = null;
        _door.Service.Options.Uploads.Prompt = "after";
        _door.Blobs.Put("studio/photo.json", """{"duration":9}"""u8.ToArray());

        await _door.DeliverAsync(Name, etag);

        var record = await _door.OnlyAsync();
        Assert.Equal(("after", 9), (record.Request.Prompt, record.Request.DurationSeconds));
        Assert.Single(_door.Orchestrations.Scheduled);
        Assert.Single(KeyRows());
    }

    [Fact]
    public async Task What_crashed_while_it_was_good_and_is_bad_by_now_ends_as_one_refusal()
    {
        _door.Service.Options.Uploads.Prompt = "before";
        var etag = _door.Blobs.Put(Name, UploadDoor.Png());
        _door.Service.Table.Failure = new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync(Name, etag));
        _door.Service.Table.Failure = null;
        _door.Service.Options.Uploads.Prompt = null;

        await _door.DeliverAsync(Name, etag);

        await _door.OnlyRefusalAsync();
        Assert.Single(KeyRows());
    }

    [Fact]
    public async Task What_has_started_stays_so_when_a_repetition_would_be_refused()
    {
        _door.Service.Options.Uploads.Prompt = "before";
        var etag = _door.Blobs.Put(Name, UploadDoor.Png());
        await _door.DeliverAsync(Name, etag);
        _door.Service.Options.Uploads.Prompt = null;

        await _door.DeliverAsync(Name, etag);

        Assert.Equal(TaskState.Pending, (await _door.OnlyAsync()).State);
        Assert.Empty(_door.Blobs.MetadataOf(Name));
    }

    [Fact]
    public async Task No_caller_can_name_the_key_of_an_upload()
    {
        await _door.UploadAsync(Name);

        Assert.Equal(HashedKey.Of("upload", "uploads", Name, _door.Blobs.EtagOf(Name), "").Hash, Assert.Single(KeyRows()));
        Assert.False(IdempotencyKey.TryParse("\nupload", out _));
        Assert.Null(HashedKey.OfCaller("a upload").Fingerprint);
    }

    [Fact]
    public async Task Trouble_with_blobs_is_thrown_so_that_the_event_comes_again()
    {
        var etag = _door.Blobs.Put(Name, UploadDoor.Png(), ("prompt", "x"));
        _door.Blobs.BeforeRead = _ => throw new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync(Name, etag));
        _door.Blobs.BeforeRead = _ => throw new RequestFailedException(404, "no container", "ContainerNotFound", null);
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync(Name, etag));
        _door.Blobs.BeforeRead = _ => Task.CompletedTask;

        await _door.DeliverAsync(Name, etag);

        Assert.Equal(TaskState.Pending, (await _door.OnlyAsync()).State);
    }

    [Fact]
    public async Task A_list_that_broke_off_is_continued_when_it_comes_again()
    {
        var events = new[] { "studio/a.png", "studio/b.png" }
            .Select(name => UploadDoor.EventOf(name, _door.Blobs.Put(name, UploadDoor.Png(), ("prompt", "x")))).ToList();
        var list = $"[{events[0]}, {events[1]}]";
        _door.Blobs.BeforeRead = name => name == "studio/b.png" ? throw new RequestFailedException(503, "busy") : Task.CompletedTask;
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync(list));
        _door.Blobs.BeforeRead = _ => Task.CompletedTask;

        await _door.DeliverAsync(list);

        Assert.Equal(2, (await _door.ListAsync()).Count);
        Assert.Equal(2, _door.Orchestrations.Scheduled.Count);
    }

    [Theory]
    [InlineData("studio/photo.json", "belongs to a picture")]
    [InlineData("studio/.DS_Store", "left alone")]
    public async Task What_starts_nothing_is_not_even_read(string name, string reason)
    {
        await _door.UploadAsync(name);

        await _door.AssertNothingAsync(reason);
        Assert.Empty(_door.Blobs.Reads);
    }

    private IEnumerable<string> KeyRows() => _door.Service.Tables.GetTableClient(IdempotencyKeys.TableName).Rows
        .Select(row => row.RowKey).Where(key => !key.StartsWith("lasting-", StringComparison.Ordinal));
}
