namespace Seedance.Functions.Tests.Activities;

public class StoreVideoTests : StoreTest
{
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
        Assert.Equal(Samples.ProviderTaskId, Assert.Single(Service.Provider.Looks));
        Assert.Single(Service.Web.Requests);
        Assert.Equal(VideoStore.NameOf(record), Assert.Single(Service.Blobs.Blobs).Key);
    }

    [Theory]
    [InlineData]
    [InlineData("relative.mp4")]
    [InlineData("not a link")]
    public async Task Without_a_usable_link_the_task_is_shown_as_storing_and_tried_again(params string[] links)
    {
        var record = await AddAsync(null);
        Service.Provider.OnGet = _ => new PollOutcome.Found(Samples.ProviderTask(TaskState.Completed, links));

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDownloadFailed), (result.Kind, result.Failure?.Code));
        var storing = await Service.ReadAsync(record);
        Assert.Equal((TaskState.Processing, TaskStage.Storing), (storing.State, storing.Stage));
        Service.Provider.OnGet = _ => new PollOutcome.Unavailable("HTTP 503", null);
        Assert.Equal(StoreKind.TryAgain, (await StoreAsync(record)).Kind);
        Assert.Equal(storing.ETag, (await Service.ReadAsync(record)).ETag);
        Assert.Empty(Service.Web.Requests);
    }

    [Fact]
    public async Task A_second_run_after_the_video_was_deleted_does_not_store_it_again()
    {
        var record = await AddAsync(null, "1.mp4");
        var deleted = await DeleteAsync(record);

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, deleted.Video), (result.Kind, result.Video));
        Assert.Empty(Service.Blobs.Blobs);
        Assert.Empty(Service.Provider.Looks);
    }

    [Fact]
    public async Task A_run_that_stores_while_the_video_is_deleted_deletes_its_own_blobs()
    {
        var record = await AddAsync("last", "1.mp4", "2.mp4");
        Service.Blobs.BeforeCommit = _ => DeleteAsync(record);

        await StoreAsync(record);

        Assert.Equal(3, Service.Blobs.Commits.Count);
        Assert.Empty(Service.Blobs.Blobs);
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
        Assert.Equal(4, Service.Blobs.Blobs.Count);

        Service.Web.Requests.Clear();
        var second = await StoreAsync(record);
        Assert.Equal((result.Video, result.LastFrame), (second.Video, second.LastFrame));
        Assert.Equal(result.MoreVideos, second.MoreVideos);
        Assert.Equal("/last", Assert.Single(Service.Web.Requests).RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_further_video_that_does_not_come_yet_is_tried_again_without_the_others()
    {
        var record = await AddAsync("last", "1.mp4", "2.mp4", "3.mp4");
        var second = Web["/2.mp4"];
        Web["/2.mp4"] = () => new HttpResponseMessage(HttpStatusCode.BadGateway);

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDownloadFailed), (result.Kind, result.Failure?.Code));
        Assert.Equal((101, 103, null), (result.Video?.Bytes, Assert.Single(result.MoreVideos).Bytes, result.LastFrame));

        var found = Service.Provider.OnGet;
        Service.Provider.OnGet = _ => new PollOutcome.NotFound();
        var unknown = await StoreAsync(record);
        Assert.Equal((StoreKind.TryAgain, result.Video, 103), (unknown.Kind, unknown.Video, Assert.Single(unknown.MoreVideos).Bytes));

        (Web["/2.mp4"], Service.Provider.OnGet) = (second, found);
        var again = await StoreAsync(record);
        Assert.Equal(StoreKind.Stored, again.Kind);
        Assert.Equal([102, 103], again.MoreVideos.Select(video => video.Bytes));
        Assert.NotNull(again.LastFrame);
    }

    [Fact]
    public async Task An_expired_link_is_replaced_by_a_fresh_one_at_once_and_only_once()
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4");
        Web["/1.mp4"] = Web["/2.mp4"] = () => new HttpResponseMessage(HttpStatusCode.Forbidden);
        Web["/fresh.mp4"] = () => VideoDownloads.Of(VideoDownloads.Mp4(99));
        Service.Provider.OnGet = _ =>
        {
            var name = Service.Provider.Looks.Count > 1 ? "fresh" : "1";
            return new PollOutcome.Found(Samples.ProviderTask(TaskState.Completed, $"{Cdn}{name}.mp4", Cdn + "2.mp4"));
        };

        var result = await StoreAsync(record);

        Assert.Equal(
            (StoreKind.TryAgain, FailureCodes.VideoLinkExpired, 99), (result.Kind, result.Failure?.Code, result.Video!.Bytes));
        Assert.Equal(2, Service.Provider.Looks.Count);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_last_frame_is_stored_as_what_its_bytes_are(byte[] picture, string extension, string mediaType)
    {
        var record = await AddAsync("last", "1.mp4");
        Web["/last"] = () => VideoDownloads.Of(picture);

        var frame = (await StoreAsync(record)).LastFrame!;

        Assert.Equal(($"{VideoStore.NameOf(record)[..^4]}-last.{extension}", picture.Length), (frame.Blob, frame.Bytes));
        var blob = Service.Blobs.Blobs[frame.Blob];
        Assert.Equal(picture, blob.Content);
        Assert.Equal((mediaType, $"inline; filename=\"{record.Id}-last.{extension}\""),
            (blob.Properties.ContentType, blob.Properties.ContentDisposition));
    }

    [Theory]
    [MemberData(nameof(NoPictures))]
    public async Task A_last_frame_that_cannot_be_copied_or_stored_is_left_out(Func<HttpResponseMessage> respond)
    {
        var record = await AddAsync("last", "1.mp4");
        Web["/last"] = respond;

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, null), (result.Kind, result.LastFrame));
        Assert.Single(Service.Blobs.Blobs);
    }

    private Task<TaskRecord> DeleteAsync(TaskRecord record) => Service.Records.ChangeAsync(
        record.Client,
        record.Id,
        current => current.VideoDeletedAt is not null ? null
            : (Samples.Completed with { Id = current.Id, ETag = current.ETag }).WithVideoDeleted(Samples.Now),
        CancellationToken.None);
}
