namespace Seedance.Functions.Tests.Uploads;

public class JobTests
{
    private const string Name = "studio/shoes/spring.job.json";
    private const string Photo = "studio/shoes/photo.png";
    private const string Text = """{"model":"seedance-2.0","prompt":"A fox"}""";
    private const string WithPhoto = """{"model":"seedance-2.0","prompt":"x","image_urls":["photo.png"]}""";
    private const string List = $$"""[{{WithPhoto}},{{WithPhoto}},{{Text}}]""";

    private readonly UploadDoor _door = new();

    private string Told => _door.Blobs.MetadataOf(Name)[UploadDoor.Error];

    [Theory]
    [InlineData("red/photo.png", "studio/shoes/red/photo.png")]
    [InlineData(ObservedBlobs.Account + "/uploads/studio/photo.png", "studio/photo.png")]
    [InlineData("größe é.png", "studio/shoes/größe é.png")]
    public async Task Media_may_be_names_of_files_in_the_client_s_folder(string named, string name)
    {
        _door.Blobs.Put(name, UploadDoor.Picture);

        await _door.UploadAsync(Name, WithPhoto.Replace("photo.png", named, StringComparison.Ordinal));

        var url = Assert.Single((await _door.OnlyAsync()).Request.ImageUrls);
        Assert.Equal(name, Uri.UnescapeDataString(url[(ObservedBlobs.Account + "/uploads/").Length..]));
        Assert.Equal(name, _door.Service.Get<UploadContainer>().NameOf(url)?.Value);
    }

    [Theory]
    [InlineData("studio/../other/photo.png")]
    [InlineData("..\\\\photo.png")]
    [InlineData(ObservedBlobs.Account + "/uploads/other/photo.png")]
    [InlineData(ObservedBlobs.Account + "/uploads/studio/%2e%2e/other/photo.png")]
    public async Task Never_another_client_s(string named)
    {
        _door.Service.Options.Clients["other"] = new() { KeySha256 = Samples.Sha256Of("other") };
        _door.Blobs.Put("other/photo.png", UploadDoor.Picture);

        await _door.UploadAsync(Name, WithPhoto.Replace("photo.png", named, StringComparison.Ordinal));

        Assert.StartsWith("INVALID_MEDIA_NAME: image_urls[0]", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_door.Blobs.Reads, read => read.Name.StartsWith("other/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("video_urls", "file.mp4", 50_000_000)]
    [InlineData("audio_urls", "file.mp3", 15_000_000)]
    public async Task Videos_and_sounds_may_be_names_too_and_have_their_own_sizes(string member, string file, long max)
    {
        var json = $$"""{"model":"seedance-2.0","prompt":"x","image_urls":["https://a.example.com/b.png?c=d"],"{{member}}":["{{file}}"]}""";
        _door.Blobs.Put("studio/shoes/" + file, [1], max);
        await _door.UploadAsync(Name, json);
        var request = (await _door.OnlyAsync()).Request;
        Assert.Equal(["https://a.example.com/b.png?c=d"], request.ImageUrls);
        Assert.Equal([$"{ObservedBlobs.Account}/uploads/studio/shoes/{file}"], request.VideoUrls.Concat(request.AudioUrls));

        _door.Blobs.Put("studio/shoes/" + file, [1], max + 1);
        await _door.UploadAsync(Name, json);

        Assert.Contains("FILE_TOO_LARGE", Told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{},7]", "INVALID_JSON: The job file must be an object, or a list of objects")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":["\ud800"]}""", "INVALID_JSON")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":[7,""]}""", "INVALID_PARAMETER_TYPE: image_urls[0]")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":"photo.png"}""", "INVALID_PARAMETER_TYPE: image_urls")]
    public async Task What_is_no_job_is_refused(string json, string reason)
    {
        await _door.UploadAsync(Name, json);

        Assert.Contains(reason, await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_file_without_end_is_refused()
    {
        var etag = _door.Blobs.Put(Name, "["u8.ToArray(), (4 * 1024 * 1024) + 1);

        await _door.DeliverAsync(Name, etag);

        Assert.StartsWith("FILE_TOO_LARGE", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_beyond_the_budget_is_refused_by_itself()
    {
        _door.Service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _door.Service.Options.Clients[Samples.Client].DailyCredits = 100;

        await _door.UploadAsync(Name, $"[{Text},{Text},{Text}]");

        var records = await _door.ListAsync();
        Assert.Equal([TaskState.Pending, TaskState.Failed, TaskState.Failed], records.Select(record => record.State));
        Assert.Equal([true, false, false], records.Select(record => record.BudgetDay is not null));
        Assert.StartsWith("request 2: BUDGET: ", Told, StringComparison.Ordinal);
        Assert.Contains("request 3: BUDGET: ", Told, StringComparison.Ordinal);
        Assert.Equal("A fox", (await _door.Service.ReadAsync(records[1])).Request.Prompt);
    }

    [Fact]
    public async Task A_list_that_has_started_stays_so_when_its_media_is_gone_by_the_next_event()
    {
        _door.Blobs.Put(Photo, UploadDoor.Picture);
        await _door.UploadAsync(Name, List);
        _door.Blobs.Delete(Photo);

        await _door.DeliverAsync(Name, _door.Blobs.EtagOf(Name));

        Assert.Equal(3, _door.Orchestrations.Scheduled.Count);
        Assert.All(await _door.ListAsync(), record => Assert.Equal(TaskState.Pending, record.State));
        Assert.Empty(_door.Blobs.MetadataOf(Name));
    }

    [Fact]
    public async Task A_list_that_was_refused_stays_so_when_its_media_is_there_by_the_next_event()
    {
        _door.Put(Name, List);
        var created = UploadDoor.EventOf(Name, _door.Blobs.EtagOf(Name));
        await _door.DeliverInVainAsync(created, failure => _door.Blobs.BeforeMetadata = UploadDoor.Failing(failure));
        _door.Blobs.Put(Photo, UploadDoor.Picture);

        await _door.DeliverAsync(created);

        Assert.Contains("request 2: image_urls[0] studio/shoes/photo.png", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
        Assert.StartsWith("MEDIA_NOT_FOUND: request 1", Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_list_that_had_started_each_request_that_is_bad_by_now_is_refused_by_itself()
    {
        _door.Blobs.Put(Photo, UploadDoor.Picture);
        _door.Put(Name, List);
        var created = UploadDoor.EventOf(Name, _door.Blobs.EtagOf(Name));
        var storage = _door.Service.Table;
        await _door.DeliverInVainAsync(created, failure => _door.Orchestrations.OnSchedule = () => storage.Failure = failure);
        storage.Failure = null;
        _door.Blobs.Delete(Photo);

        await _door.DeliverAsync(created);

        Assert.Equal([TaskState.Pending, TaskState.Failed, TaskState.Pending], (await _door.ListAsync()).Select(record => record.State));
        Assert.StartsWith("request 2: MEDIA_NOT_FOUND: ", Told, StringComparison.Ordinal);
    }
}
