using System.Text;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Uploads;

public class JobTests
{
    private const string Name = "studio/shoes/spring.job.json";
    private const string Text = """{"model":"seedance-2.0","prompt":"A fox"}""";

    private const string List = $$"""[{{WithPicture}},{{WithPicture}},{{Text}}]""";
    private const string WithPicture = """{"model":"seedance-2.0","prompt":"x","image_urls":["photo.png"]}""";

    private readonly UploadDoor _door = new();

    [Fact]
    public async Task Or_a_list_of_them_each_with_a_task_of_its_own()
    {
        var json = $"[{string.Join(',', Enumerable.Repeat(Text, 50))}]";
        await _door.UploadJsonAsync(Name, json);
        await _door.DeliverAsync(Name, _door.Blobs.EtagOf(Name));

        var records = await _door.ListAsync();
        Assert.Equal(50, _door.Orchestrations.Scheduled.Count);
        Assert.Equal(Enumerable.Range(0, 50), records.Select(record => record.Upload!.Index!.Value).Order());
    }

    [Theory]
    [InlineData("photo.png", "studio/shoes/photo.png")]
    [InlineData("red/photo.png", "studio/shoes/red/photo.png")]
    [InlineData("studio/photo.png", "studio/photo.png")]
    [InlineData(ObservedBlobs.Account + "/uploads/studio/photo.png", "studio/photo.png")]
    [InlineData("größe é.png", "studio/shoes/größe é.png")]
    public async Task Media_may_be_names_of_files_in_the_client_s_folder(string named, string name)
    {
        _door.Blobs.Put(name, UploadDoor.Png());

        await _door.UploadJsonAsync(Name, $$"""{"model":"seedance-2.0","prompt":"x","image_urls":["{{named}}"]}""");

        var url = Assert.Single((await _door.OnlyAsync()).Request.ImageUrls);
        Assert.Equal(name, Uri.UnescapeDataString(url[(ObservedBlobs.Account + "/uploads/").Length..]));
        Assert.Equal(name, _door.Container.NameOf(url)?.Value);
    }

    [Fact]
    public async Task Videos_and_sounds_may_be_too_and_URLs_stay_as_they_are()
    {
        _door.Blobs.Put("studio/shoes/walk.mp4", [1]);
        _door.Blobs.Put("studio/shoes/steps.mp3", [1]);

        await _door.UploadJsonAsync(Name,
            """{"model":"seedance-2.0","prompt":"x","image_urls":["https://a.example.com/b.png?c=d"],"video_urls":["walk.mp4"],"audio_urls":["steps.mp3"]}""");

        var request = (await _door.OnlyAsync()).Request;
        Assert.Equal(["https://a.example.com/b.png?c=d"], request.ImageUrls);
        Assert.EndsWith("/uploads/studio/shoes/walk.mp4", Assert.Single(request.VideoUrls), StringComparison.Ordinal);
        Assert.EndsWith("/uploads/studio/shoes/steps.mp3", Assert.Single(request.AudioUrls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../other/photo.png")]
    [InlineData("studio/../other/photo.png")]
    [InlineData("..\\\\photo.png")]
    [InlineData(ObservedBlobs.Account + "/uploads/other/photo.png")]
    [InlineData(ObservedBlobs.Account + "/uploads/studio/%2e%2e/other/photo.png")]
    public async Task Never_another_client_s(string named)
    {
        _door.Service.Options.Clients["other"] = new() { KeySha256 = Samples.Sha256Of("other") };
        _door.Blobs.Put("other/photo.png", UploadDoor.Png());

        await _door.UploadJsonAsync(Name, $$"""{"model":"seedance-2.0","prompt":"x","image_urls":["{{named}}"]}""");

        Assert.StartsWith("INVALID_MEDIA_NAME: image_urls[0]", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_door.Blobs.Reads, read => read.Name.StartsWith("other/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_client_s_name_is_only_ever_one_in_this_client_s_folder()
    {
        _door.Blobs.Put("other/photo.png", UploadDoor.Png());

        await _door.UploadJsonAsync(Name, """{"model":"seedance-2.0","prompt":"x","image_urls":["other/photo.png"]}""");

        Assert.StartsWith("MEDIA_NOT_FOUND: image_urls[0] studio/shoes/other/photo.png", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> BadMedia => new()
    {
        { "image_urls", "text"u8.ToArray(), "UNREADABLE_IMAGE: image_urls[0] studio/shoes/file.png" },
        { "image_urls", UploadDoor.Png(299, 300), "INVALID_IMAGE_SIZE" },
        { "image_urls", [], "EMPTY_FILE" },
        { "video_urls", [], "EMPTY_FILE" },
        { "audio_urls", [], "EMPTY_FILE" },
    };

    [Theory]
    [MemberData(nameof(BadMedia))]
    public async Task Media_is_checked_like_any_picture(string member, byte[] content, string reason)
    {
        var file = member switch { "image_urls" => "file.png", "video_urls" => "file.mp4", _ => "file.mp3" };
        _door.Blobs.Put("studio/shoes/" + file, content);

        await _door.UploadJsonAsync(Name, $$"""{"model":"seedance-2.0","prompt":"x","{{member}}":["{{file}}"]}""");

        Assert.Contains(reason, await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("video_urls", "file.mp4", 50_000_000)]
    [InlineData("audio_urls", "file.mp3", 15_000_000)]
    public async Task Videos_and_sounds_have_their_own_sizes(string member, string file, long most)
    {
        var json = $$"""{"model":"seedance-2.0","prompt":"x","image_urls":["https://a.example.com/b.png"],"{{member}}":["{{file}}"]}""";
        _door.Blobs.Put("studio/shoes/" + file, [1], most);
        await _door.UploadJsonAsync(Name, json);
        Assert.Single(_door.Orchestrations.Scheduled);

        _door.Blobs.Put("studio/shoes/" + file, [1], most + 1);
        await _door.UploadJsonAsync(Name, json);

        Assert.Contains(await _door.ListAsync(), record => record.Failure?.Message.Contains("FILE_TOO_LARGE", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("nope", "INVALID_JSON: The job file is not valid JSON (line 1")]
    [InlineData("", "EMPTY_FILE")]
    [InlineData("7", "INVALID_JSON: The job file must be an object, or a list of objects")]
    [InlineData("[{},7]", "INVALID_JSON: The job file must be an object, or a list of objects")]
    [InlineData("[]", "INVALID_BATCH_SIZE: The job file lists 0 requests")]
    [InlineData("{}", "INVALID_PROMPT")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":["\ud800"]}""", "INVALID_JSON")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":[7,""]}""", "INVALID_PARAMETER_TYPE: image_urls[0]")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":"photo.png"}""", "INVALID_PARAMETER_TYPE: image_urls")]
    public async Task What_is_no_job_is_refused(string json, string reason)
    {
        await _door.UploadJsonAsync(Name, json);

        Assert.Contains(reason, await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
        Assert.Contains("seedance_error", _door.Blobs.MetadataOf(Name).Keys);
    }

    [Fact]
    public async Task A_job_file_without_end_is_refused_and_not_read()
    {
        var etag = _door.Blobs.Put(Name, "["u8.ToArray(), 4 * 1024 * 1024 + 1);

        await _door.DeliverAsync(Name, etag);

        Assert.StartsWith("FILE_TOO_LARGE", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_request_that_is_wrong_refuses_all_of_the_file()
    {
        await _door.UploadJsonAsync(Name, $$"""[{{Text}},{"model":"seedance-2.0","prompt":"x","durration":5},{{Text}}]""");

        Assert.StartsWith("UNKNOWN_PARAMETER: request 2: durration is not", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_beyond_the_budget_is_refused_by_itself()
    {
        _door.Service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _door.Service.Options.Clients[Samples.Client].DailyCredits = 100;

        await _door.UploadJsonAsync(Name, $"[{Text},{Text},{Text}]");

        var records = (await _door.ListAsync()).OrderBy(record => record.Upload!.Index).ToList();
        Assert.Equal([TaskState.Pending, TaskState.Failed, TaskState.Failed], records.Select(record => record.State));
        Assert.StartsWith("request 2: BUDGET: ", _door.Blobs.MetadataOf(Name)["seedance_error"], StringComparison.Ordinal);
        Assert.Contains("request 3: BUDGET: ", _door.Blobs.MetadataOf(Name)["seedance_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_several_requests_name_is_looked_at_once()
    {
        _door.Blobs.Put("studio/shoes/photo.png", UploadDoor.Png());
        const string request = """{"model":"seedance-2.0","prompt":"x","image_urls":["photo.png"]}""";

        await _door.UploadJsonAsync(Name, $"[{request},{request},{request}]");

        Assert.Equal(3, _door.Orchestrations.Scheduled.Count);
        Assert.Single(_door.Blobs.Reads, read => read.Name == "studio/shoes/photo.png");
    }

    [Fact]
    public async Task A_list_that_has_begun_stays_so_when_its_media_is_gone_by_the_next_event()
    {
        _door.Blobs.Put("studio/shoes/photo.png", UploadDoor.Png());
        await _door.UploadJsonAsync(Name, List);
        _door.Blobs.Delete("studio/shoes/photo.png");

        await _door.DeliverAsync(Name, _door.Blobs.EtagOf(Name));

        Assert.Equal(3, _door.Orchestrations.Scheduled.Count);
        Assert.All(await _door.ListAsync(), record => Assert.Equal(TaskState.Pending, record.State));
        Assert.Empty(_door.Blobs.MetadataOf(Name));
    }

    [Fact]
    public async Task A_list_that_was_refused_stays_so_when_its_media_is_there_by_the_next_event()
    {
        var etag = _door.Blobs.Put(Name, Encoding.UTF8.GetBytes(List));
        _door.Blobs.BeforeMetadata = _ => throw new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync(Name, etag));
        _door.Blobs.BeforeMetadata = _ => Task.CompletedTask;
        _door.Blobs.Put("studio/shoes/photo.png", UploadDoor.Png());

        await _door.DeliverAsync(Name, etag);

        Assert.Contains("request 2: image_urls[0] studio/shoes/photo.png", await _door.OnlyRefusalAsync(), StringComparison.Ordinal);
        Assert.StartsWith("MEDIA_NOT_FOUND: request 1", _door.Blobs.MetadataOf(Name)["seedance_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_list_that_had_begun_each_request_that_is_bad_by_now_is_refused_by_itself()
    {
        _door.Blobs.Put("studio/shoes/photo.png", UploadDoor.Png());
        var etag = _door.Blobs.Put(Name, Encoding.UTF8.GetBytes(List));
        var storage = _door.Service.Table;
        _door.Orchestrations.OnSchedule = () => storage.Failure = new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => _door.DeliverAsync(Name, etag));
        _door.Orchestrations.OnSchedule = () => { };
        storage.Failure = null;
        _door.Blobs.Delete("studio/shoes/photo.png");

        await _door.DeliverAsync(Name, etag);

        var records = (await _door.ListAsync()).OrderBy(record => record.Upload!.Index).ToList();
        Assert.Equal([TaskState.Pending, TaskState.Failed, TaskState.Pending], records.Select(record => record.State));
        Assert.StartsWith("request 2: MEDIA_NOT_FOUND: ", _door.Blobs.MetadataOf(Name)["seedance_error"], StringComparison.Ordinal);
    }
}
