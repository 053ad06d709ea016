namespace Seedance.Functions.Tests.Uploads;

public class ExactlyOnceTests
{
    private const string Name = "studio/photo.png";

    private readonly UploadDoor _door = new();

    private UploadOptions Settings => _door.Service.Options.Uploads;

    private IEnumerable<string> Keys => _door.Service.Tables.GetTableClient(IdempotencyKeys.TableName).Rows
        .Select(row => row.RowKey).Where(key => !key.StartsWith("lasting-", StringComparison.Ordinal));

    [Theory]
    [InlineData("after")]
    [InlineData(null)]
    public async Task What_crashed_after_its_key_becomes_what_the_settings_say_by_then(string? prompt)
    {
        Settings.Prompt = "before";
        var etag = _door.Blobs.Put(Name, UploadDoor.Picture);
        await _door.DeliverInVainAsync(UploadDoor.EventOf(Name, etag), failure => _door.Service.Table.Failure = failure);
        Settings.Prompt = prompt;
        _door.Put("studio/photo.json", """{"duration":9}""");

        await _door.DeliverAsync(Name, etag);

        Assert.Single(Keys);
        if (prompt is null) await _door.OnlyRefusalAsync();
        else
        {
            var record = await _door.OnlyAsync();
            Assert.Equal((prompt, 9), (record.Request.Prompt, record.Request.DurationSeconds));
            Assert.Single(_door.Orchestrations.Scheduled);
        }
    }

    [Fact]
    public async Task No_caller_can_name_the_key_of_an_upload()
    {
        await _door.UploadAsync(Name);

        Assert.Equal(HashedKey.Of("upload", "uploads", Name, _door.Blobs.EtagOf(Name), "").Hash, Assert.Single(Keys));
        Assert.False(IdempotencyKey.TryParse("\nupload", out _));
        Assert.Null(HashedKey.OfCaller("a upload").Fingerprint);
    }

    [Fact]
    public async Task A_list_that_broke_off_is_continued_when_it_comes_again()
    {
        var events = new[] { "studio/a.png", "studio/b.png" }
            .Select(name => UploadDoor.EventOf(name, _door.Blobs.Put(name, UploadDoor.Picture, ("prompt", "x"))));
        var list = $"[{string.Join(',', events)}]";
        // A missing container is no missing blob.
        RequestFailedException[] troubles = [UploadDoor.Busy, new(404, "no container", "ContainerNotFound", null)];
        foreach (var trouble in troubles)
        {
            await _door.DeliverInVainAsync(list, failure => _door.Blobs.BeforeRead = name
                => failure is not null && name == "studio/b.png" ? throw trouble : Task.CompletedTask);
        }

        await _door.DeliverAsync(list);

        Assert.Equal((2, 2), ((await _door.ListAsync()).Count, _door.Orchestrations.Scheduled.Count));
    }
}
