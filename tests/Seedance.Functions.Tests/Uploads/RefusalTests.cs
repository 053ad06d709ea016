namespace Seedance.Functions.Tests.Uploads;

public class RefusalTests
{
    private readonly UploadDoor _door = new();

    [Fact]
    public async Task The_reason_is_added_to_the_blob_s_metadata_all_of_it_encoded()
    {
        await _door.UploadAsync("studio/größe.gif", [1], ("prompt", "café"), ("camera", "plain"));

        var metadata = _door.Blobs.MetadataOf("studio/größe.gif");
        Assert.Equal(("caf%C3%A9", "plain"), (metadata["prompt"], metadata["camera"]));
        Assert.StartsWith("UNSUPPORTED_FILE: Nothing can be made of gr%C3%B6%C3%9Fe.gif", metadata[UploadDoor.Error]);
    }

    [Fact]
    public async Task Deliveries_at_the_same_time_make_one_refusal()
    {
        var etag = _door.Blobs.Put("studio/a.gif", [1]);
        // All are past their key before the first has recorded anything.
        var waiting = 5;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _door.Service.Table.Pause = () =>
        {
            if (Interlocked.Decrement(ref waiting) == 0) all.SetResult();
            return all.Task;
        };

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => _door.DeliverAsync("studio/a.gif", etag))));

        await _door.OnlyRefusalAsync();
    }

    [Fact]
    public async Task A_blob_that_has_gone_or_changed_meanwhile_is_not_written_to()
    {
        _door.Blobs.BeforeMetadata = name =>
        {
            if (name == "studio/b.png") _door.Blobs.Delete(name);
            else _door.Blobs.Put(name, UploadDoor.Picture, ("prompt", "better"));
            return Task.CompletedTask;
        };

        await _door.UploadAsync("studio/a.png", ("other", "1"));
        await _door.UploadAsync("studio/b.png", ("other", "1"));

        Assert.Equal(["prompt"], _door.Blobs.MetadataOf("studio/a.png").Keys);
        Assert.Equal([TaskState.Failed, TaskState.Failed], (await _door.ListAsync()).Select(record => record.State));
    }

    [Fact]
    public async Task A_provider_without_a_key_refuses_and_that_is_counted()
    {
        var door = new UploadDoor(measures: true);
        door.Service.Options.Providers[ProviderNames.EvoLink].ApiKey = null;

        await door.UploadAsync("studio/a.png");

        Assert.StartsWith("PROVIDER_NOT_CONFIGURED: ", await door.OnlyRefusalAsync(), StringComparison.Ordinal);
        Assert.Equal([(1, "code=PROVIDER_NOT_CONFIGURED")], door.Service.Meters.Of("seedance.uploads.refused"));
    }

    [Fact]
    public async Task What_is_wrong_with_neither_of_two_frames_is_told_at_both_and_they_start_anew()
    {
        const string First = "studio/walk.first.png";
        const string Last = "studio/walk.last.jpg";
        await _door.UploadAsync(First, ("other", "1"));
        await _door.UploadAsync(Last, ("other", "1"));
        Assert.All([First, Last], name => Assert.Contains(UploadDoor.Error, _door.Blobs.MetadataOf(name).Keys));
        await _door.OnlyRefusalAsync();

        await _door.UploadAsync(First);
        Assert.Empty(_door.Orchestrations.Scheduled);
        await _door.UploadAsync(Last);

        Assert.Single(_door.Orchestrations.Scheduled);
        Assert.Equal(2, (await _door.ListAsync()).Count);
    }

    [Fact]
    public async Task A_reason_without_end_is_cut()
    {
        var members = string.Join(',', Enumerable.Range(0, 90).Select(i => $"\"{new string((char)('a' + (i % 26)), 60)}{i}\":1"));
        _door.Put("studio/a.json", "{" + members + "}");

        await _door.UploadAsync("studio/a.png");

        Assert.InRange((await _door.OnlyRefusalAsync()).Length, 4000, 4003);
        Assert.InRange(_door.Blobs.MetadataOf("studio/a.png")[UploadDoor.Error].Length, 1000, 1500);
    }

    [Theory]
    [InlineData("INVALID_PROMPT: prompt is missing. INVALID_IMAGE_SIZE: too small.", "INVALID_PROMPT")]
    [InlineData("UNKNOWN_CLIENT: The first folder of an upload must be a client's name.", "UNKNOWN_CLIENT")]
    [InlineData("Something: else altogether", "OTHER")]
    [InlineData("words of an uploader: and more", "OTHER")]
    public void A_refusal_is_counted_by_its_first_code_and_never_by_words(string reason, string code)
        => Assert.Equal(code, UploadRefusal.CodeIn(reason));
}
