namespace Seedance.Functions.Tests.Activities;

public class StoreVideoTests
{
    private const string Cdn = "https://cdn.example.com/";

    private static readonly byte[] Png = [0x89, .. "PNG\r\n\u001a\n"u8];

    private readonly FakeService _service = new();
    private readonly Dictionary<string, Func<HttpResponseMessage>> _web = [];

    public StoreVideoTests() => _service.Web.OnRequest = request => _web[request.RequestUri!.AbsolutePath]();

    public static TheoryData<byte[], string, string> Pictures => new()
    {
        { Png, "png", "image/png" },
        { [0xFF, 0xD8, 0xFF, 0xE1, 0x23, 0x45, .. "Exif"u8], "jpg", "image/jpeg" },
        { [.. "RIFF1234WEBPVP8 "u8], "webp", "image/webp" },
    };

    public static TheoryData<Func<HttpResponseMessage>> NoPictures =>
    [
        () => new HttpResponseMessage(HttpStatusCode.NotFound),
        () => VideoDownloads.Of([]),
        () => VideoDownloads.Of([0xFF, 0xD8]),
        () => VideoDownloads.Of([.. "RIFF1234WAVEfmt "u8]),
        () => VideoDownloads.Of(VideoDownloads.Mp4(100)),
        () => throw new HttpRequestException("reset"),
        () => throw new DestinationNotAllowedException(),
        () => throw new RequestFailedException(503, "busy"),
    ];

    [Fact]
    public async Task A_video_is_copied_once_and_a_second_run_neither_looks_nor_downloads()
    {
        var record = await AddAsync(null, "1.mp4");

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, 101), (result.Kind, result.Video?.Bytes));
        Assert.Equal(result.Video, (await StoreAsync(record)).Video);
        Assert.Equal(Samples.ProviderTaskId, Assert.Single(_service.Provider.Looks));
        Assert.Single(_service.Web.Requests);
        Assert.Equal(VideoStore.NameOf(record), Assert.Single(_service.Blobs.Blobs).Key);
    }

    [Theory]
    [InlineData]
    [InlineData("relative.mp4")]
    [InlineData("not a link")]
    public async Task Without_a_usable_link_the_task_is_shown_as_storing_and_tried_again(params string[] links)
    {
        var record = await AddAsync(null);
        _service.Provider.OnGet = _ => new PollOutcome.Found(Samples.ProviderTask(TaskState.Completed, links));

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDownloadFailed), (result.Kind, result.Failure?.Code));
        var storing = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Processing, TaskStage.Storing), (storing.State, storing.Stage));
        _service.Provider.OnGet = _ => new PollOutcome.Unavailable("HTTP 503", null);
        Assert.Equal(StoreKind.TryAgain, (await StoreAsync(record)).Kind);
        Assert.Equal(storing.ETag, (await _service.ReadAsync(record)).ETag);
        Assert.Empty(_service.Web.Requests);
    }

    [Fact]
    public async Task A_second_run_after_the_video_was_deleted_does_not_store_it_again()
    {
        var record = await AddAsync(null, "1.mp4");
        var deleted = await DeleteAsync(record);

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, deleted.Video), (result.Kind, result.Video));
        Assert.Empty(_service.Blobs.Blobs);
        Assert.Empty(_service.Provider.Looks);
    }

    [Fact]
    public async Task A_run_that_stores_while_the_video_is_deleted_deletes_its_own_blobs()
    {
        var record = await AddAsync("last", "1.mp4", "2.mp4");
        _service.Blobs.BeforeCommit = _ => DeleteAsync(record);

        await StoreAsync(record);

        Assert.Equal(3, _service.Blobs.Commits.Count);
        Assert.Empty(_service.Blobs.Blobs);
    }

    [Fact]
    public async Task Every_video_and_the_last_frame_are_stored_and_a_second_run_finds_the_videos()
    {
        var record = await AddAsync("last", "1.mp4", "2.mp4", "3.mp4");

        var result = await StoreAsync(record);

        var start = VideoStore.NameOf(record)[..^4];
        Assert.Equal(StoreKind.Stored, result.Kind);
        Assert.Equal([$"{start}.mp4", $"{start}-2.mp4", $"{start}-3.mp4", $"{start}-last.png"],
            [result.Video!.Blob, .. result.MoreVideos.Select(video => video.Blob), result.LastFrame!.Blob]);
        Assert.Equal([102, 103], result.MoreVideos.Select(video => video.Bytes));
        Assert.Equal(4, _service.Blobs.Blobs.Count);

        _service.Web.Requests.Clear();
        var second = await StoreAsync(record);
        Assert.Equal((result.Video, result.LastFrame), (second.Video, second.LastFrame));
        Assert.Equal(result.MoreVideos, second.MoreVideos);
        Assert.Equal("/last", Assert.Single(_service.Web.Requests).RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_further_video_that_does_not_come_yet_is_tried_again_without_the_others()
    {
        var record = await AddAsync("last", "1.mp4", "2.mp4", "3.mp4");
        var second = _web["/2.mp4"];
        _web["/2.mp4"] = () => new HttpResponseMessage(HttpStatusCode.BadGateway);

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDownloadFailed), (result.Kind, result.Failure?.Code));
        Assert.Equal((101, 103, null), (result.Video?.Bytes, Assert.Single(result.MoreVideos).Bytes, result.LastFrame));

        var found = _service.Provider.OnGet;
        _service.Provider.OnGet = _ => new PollOutcome.NotFound();
        var unknown = await StoreAsync(record);
        Assert.Equal((StoreKind.TryAgain, result.Video, 103), (unknown.Kind, unknown.Video, Assert.Single(unknown.MoreVideos).Bytes));

        (_web["/2.mp4"], _service.Provider.OnGet) = (second, found);
        var again = await StoreAsync(record);
        Assert.Equal(StoreKind.Stored, again.Kind);
        Assert.Equal([102, 103], again.MoreVideos.Select(video => video.Bytes));
        Assert.NotNull(again.LastFrame);
    }

    [Fact]
    public async Task A_first_link_that_fails_holds_up_no_other_and_is_the_first_once_it_comes()
    {
        var record = await AddAsync(null, "1.mp4", "2");
        var first = _web["/1.mp4"];
        _web["/1.mp4"] = () => throw new DestinationNotAllowedException();

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDestinationNotAllowed), (result.Kind, result.Failure?.Code));
        Assert.Equal((102, VideoStore.NameOf(record)), (result.Video!.Bytes, result.Video.Blob));

        _web["/1.mp4"] = first;
        var again = await StoreAsync(record);
        Assert.Equal((StoreKind.Stored, 101, result.Video), (again.Kind, again.Video!.Bytes, Assert.Single(again.MoreVideos)));
    }

    [Theory]
    [InlineData("1.mp4", "cover.PNG", "captions.vtt")]
    [InlineData("last_frame.webp", "1")]
    [InlineData("report", "1.mov")]
    [InlineData("1.mp4", "page", "frame")]
    [InlineData("frame", "page", "report", "1")]
    public async Task What_is_no_video_neither_delays_nor_fails_the_task_wherever_it_stands(params string[] links)
    {
        var record = await AddAsync(null, [.. links]);
        AddOthers();

        for (var run = 0; run < 2; run++)
        {
            var result = await StoreAsync(record);

            Assert.Equal((StoreKind.Stored, VideoStore.NameOf(record), 0), (result.Kind, result.Video?.Blob, result.MoreVideos.Count));
            Assert.Equal(result.Video!.Blob, Assert.Single(_service.Blobs.Blobs).Key);
        }
        // Names that say enough are not even asked.
        Assert.All(_service.Web.Requests, request => Assert.DoesNotMatch("PNG|vtt|webp", request.RequestUri!.AbsolutePath));
    }

    [Theory]
    [InlineData(FailureCodes.VideoNotValid, "cover.png")]
    [InlineData(FailureCodes.VideoNotValid, "frame", "page")]
    [InlineData(FailureCodes.VideoIsWebPage, "page", "report")]
    [InlineData(FailureCodes.VideoDownloadFailed, "page", "busy", "frame")]
    [InlineData(FailureCodes.VideoIsWebPage, "frame", "page.mp4")]
    public async Task Where_no_result_is_a_video_the_failure_of_the_likeliest_counts(string code, params string[] links)
    {
        var record = await AddAsync(null, links);
        AddOthers();

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, code, null), (result.Kind, result.Failure?.Code, result.Video));
        Assert.Empty(_service.Blobs.Blobs);
    }

    [Theory]
    [InlineData("report 1 2", "1 report 2", 1)]
    [InlineData("1 report 2", "2 1 report", 1)]
    // Other links to the same files.
    [InlineData("report 1?sig=a 2?sig=a", "1?sig=b report 2?sig=b", 2)]
    [InlineData("1 2", "2?sig=b 1?sig=b 1", 2)]
    public async Task No_video_is_stored_twice_when_results_change_places_or_links(string before, string after, int downloads)
    {
        var record = await AddAsync(null, "1", "2");
        AddOthers();
        var second = _web["/2"];
        _web["/2"] = () => throw new HttpRequestException("reset");
        Give(before);
        Assert.Equal((StoreKind.TryAgain, 101), ((await StoreAsync(record)) is var first ? (first.Kind, first.Video!.Bytes) : default));

        _web["/2"] = second;
        Give(after);
        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, 2), (result.Kind, _service.Blobs.Blobs.Count));
        Assert.Equal([101, 102], result.MoreVideos.Append(result.Video!).Select(video => video.Bytes).Order());
        Assert.Equal(downloads, _service.Web.Requests.Count(request => request.RequestUri!.AbsolutePath == "/1"));
    }

    [Fact]
    public async Task A_video_whose_name_another_run_took_for_another_link_is_stored_by_the_next_run()
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4");
        _service.Blobs.BeforeCommit = async name =>
        {
            _service.Blobs.BeforeCommit = _ => Task.CompletedTask;
            _web["/1.mp4"] = () => throw new HttpRequestException("reset");
            Assert.Equal(102, (await StoreAsync(record)).Video!.Bytes);
            _web["/1.mp4"] = () => VideoDownloads.Of(VideoDownloads.Mp4(101));
        };

        Assert.Equal(FailureCodes.StorageFailed, (await StoreAsync(record)).Failure?.Code);
        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, 101, 102), (result.Kind, result.Video!.Bytes, Assert.Single(result.MoreVideos).Bytes));
    }

    [Fact]
    public async Task An_expired_link_is_replaced_by_a_fresh_one_at_once_and_only_once()
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4");
        _web["/1.mp4"] = _web["/2.mp4"] = () => new HttpResponseMessage(HttpStatusCode.Forbidden);
        _web["/fresh.mp4"] = () => VideoDownloads.Of(VideoDownloads.Mp4(99));
        _service.Provider.OnGet = _ =>
        {
            var name = _service.Provider.Looks.Count > 1 ? "fresh" : "1";
            return new PollOutcome.Found(Samples.ProviderTask(TaskState.Completed, $"{Cdn}{name}.mp4", Cdn + "2.mp4"));
        };

        var result = await StoreAsync(record);

        Assert.Equal(
            (StoreKind.TryAgain, FailureCodes.VideoLinkExpired, 99), (result.Kind, result.Failure?.Code, result.Video!.Bytes));
        Assert.Equal(2, _service.Provider.Looks.Count);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_last_frame_is_stored_as_what_its_bytes_are(byte[] picture, string extension, string mediaType)
    {
        var record = await AddAsync("last", "1.mp4");
        _web["/last"] = () => VideoDownloads.Of(picture);

        var frame = (await StoreAsync(record)).LastFrame!;

        Assert.Equal(($"{VideoStore.NameOf(record)[..^4]}-last.{extension}", picture.Length), (frame.Blob, frame.Bytes));
        var blob = _service.Blobs.Blobs[frame.Blob];
        Assert.Equal(picture, blob.Content);
        Assert.Equal((mediaType, $"inline; filename=\"{record.Id}-last.{extension}\""),
            (blob.Properties.ContentType, blob.Properties.ContentDisposition));
    }

    [Theory]
    [MemberData(nameof(NoPictures))]
    public async Task A_last_frame_that_cannot_be_copied_or_stored_is_left_out(Func<HttpResponseMessage> respond)
    {
        var record = await AddAsync("last", "1.mp4");
        _web["/last"] = respond;

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, null), (result.Kind, result.LastFrame));
        Assert.Single(_service.Blobs.Blobs);
    }

    private void Give(string links) => _service.Provider.OnGet = _ => new PollOutcome.Found(
        Samples.ProviderTask(TaskState.Completed, [.. links.Split(' ').Select(link => Cdn + link)]));

    // What providers give besides videos.
    private void AddOthers()
    {
        _web["/report"] = () => VideoDownloads.Of([.. """{"seed":7,"frames":121}"""u8]);
        _web["/page"] = _web["/page.mp4"] = () => VideoDownloads.Of([.. "<!doctype html><p>Sign in"u8]);
        _web["/frame"] = () => VideoDownloads.Of([.. "\0\0\0\u0020ftypavif\0\0\0\0"u8]);
        _web["/cover.png"] = () => VideoDownloads.Of(Png);
        _web["/busy"] = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
    }

    private async Task<TaskRecord> AddAsync(string? lastFrame, params string[] videos)
    {
        foreach (var (index, video) in videos.Index()) _web["/" + video] = () => VideoDownloads.Of(VideoDownloads.Mp4(101 + index));
        _web["/last"] = () => VideoDownloads.Of(Png);
        _service.Provider.OnGet = _ => new PollOutcome.Found(
            Samples.ProviderTask(TaskState.Completed, [.. videos.Select(video => Cdn + video)]) with
            {
                LastFrameUrl = lastFrame is null ? null : Cdn + lastFrame,
            });
        return await _service.AddAsync(Samples.Record with { ProviderTaskId = Samples.ProviderTaskId });
    }

    private Task<StoreResult> StoreAsync(TaskRecord record)
        => _service.Create<StoreVideo>().RunAsync(Samples.ReferenceTo(record), CancellationToken.None);

    private Task<TaskRecord> DeleteAsync(TaskRecord record) => _service.Records.ChangeAsync(
        record.Client,
        record.Id,
        current => current.VideoDeletedAt is not null ? null
            : (Samples.Completed with { Id = current.Id, ETag = current.ETag }).WithVideoDeleted(Samples.Now),
        CancellationToken.None);
}
