using System.Net;
using Seedance.Functions.Tests.Doubles;
using Seedance.Functions.Tests.Activities;

namespace Seedance.Functions.Tests.Activities;

/// <summary>What a provider gives beside the video, and fresh links for dead ones.</summary>
public class StoreResultsTests
{
    private static readonly byte[] Picture = [0x89, .. "PNG\r\n\u001a\n"u8];

    private readonly FakeService _service = new();
    private readonly Dictionary<string, Func<HttpResponseMessage>> _web = [];

    public StoreResultsTests() => _service.Web.OnRequest = request => _web[request.RequestUri!.AbsolutePath]();

    [Fact]
    public async Task Every_video_and_the_last_frame_are_stored_under_names_of_their_own()
    {
        var record = await AddAsync("last.png", "1.mp4", "2.mp4", "3.mp4");

        var result = await StoreAsync(record);

        Assert.Equal(StoreKind.Stored, result.Kind);
        Assert.Equal(VideoStore.NameOf(record), result.Video!.Blob);
        var start = VideoStore.NameOf(record)[..^4];
        Assert.Equal([$"{start}-2.mp4", $"{start}-3.mp4"], result.MoreVideos.Select(video => video.Blob));
        Assert.Equal([102, 103], result.MoreVideos.Select(video => video.Bytes));
        Assert.Equal($"{start}-last.png", result.LastFrame!.Blob);
        Assert.Equal(4, _service.Blobs.Blobs.Count);
    }

    [Fact]
    public async Task A_second_run_finds_them_all_and_downloads_no_video_again()
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4");
        var first = await StoreAsync(record);
        _service.Web.Requests.Clear();

        var second = await StoreAsync(record);

        Assert.Equal((first.Kind, first.Video), (second.Kind, second.Video));
        Assert.Equal(first.MoreVideos, second.MoreVideos);
        Assert.Empty(_service.Web.Requests);
    }

    [Fact]
    public async Task A_further_video_that_does_not_come_yet_is_tried_again_and_what_is_stored_is_told()
    {
        var record = await AddAsync("last.png", "1.mp4", "2.mp4", "3.mp4");
        var second = _web["/2.mp4"];
        _web["/2.mp4"] = () => new HttpResponseMessage(HttpStatusCode.BadGateway);

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDownloadFailed), (result.Kind, result.Failure?.Code));
        Assert.NotNull(result.Video);
        Assert.EndsWith("-3.mp4", Assert.Single(result.MoreVideos).Blob, StringComparison.Ordinal);
        Assert.Null(result.LastFrame);

        _web["/2.mp4"] = second;
        var again = await StoreAsync(record);
        Assert.Equal((StoreKind.Stored, 2), (again.Kind, again.MoreVideos.Count));
        Assert.NotNull(again.LastFrame);
    }

    [Fact]
    public async Task A_further_video_that_will_never_come_does_not_take_the_others_with_it()
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4", "3.mp4");
        _web["/2.mp4"] = () => throw new DestinationNotAllowedException();

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, 1), (result.Kind, result.MoreVideos.Count));
    }

    [Fact]
    public async Task A_provider_that_has_forgotten_the_task_does_not_make_the_stored_video_forgotten()
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4");
        _web["/2.mp4"] = () => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await StoreAsync(record);
        _service.Provider.OnGet = _ => new PollOutcome.NotFound();

        var result = await StoreAsync(record);

        Assert.Equal(StoreKind.TryAgain, result.Kind);
        Assert.NotNull(result.Video);
    }

    [Fact]
    public async Task A_last_frame_that_cannot_be_had_fails_nothing()
    {
        var record = await AddAsync("last.png", "1.mp4");
        _web["/last.png"] = () => new HttpResponseMessage(HttpStatusCode.NotFound);

        var result = await StoreAsync(record);

        Assert.Equal(StoreKind.Stored, result.Kind);
        Assert.Null(result.LastFrame);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task A_dead_link_is_replaced_by_a_fresh_one_at_once_and_only_once(HttpStatusCode status)
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4");
        _web["/1.mp4"] = _web["/2.mp4"] = () => new HttpResponseMessage(status);
        var looks = 0;
        _web["/fresh.mp4"] = () => VideoDownloads.Of(VideoDownloads.Mp4(99));
        _service.Provider.OnGet = _ => new PollOutcome.Found(Samples.ProviderTask(
            TaskState.Completed, looks++ == 0 ? "https://cdn.example.com/1.mp4" : "https://cdn.example.com/fresh.mp4", "https://cdn.example.com/2.mp4"));

        var result = await StoreAsync(record);

        Assert.Equal(99, result.Video!.Bytes);
        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoLinkExpired), (result.Kind, result.Failure?.Code));
        Assert.Equal(2, looks);
    }

    private async Task<TaskRecord> AddAsync(string? lastFrame, params string[] videos)
    {
        foreach (var (index, video) in videos.Index()) _web["/" + video] = () => VideoDownloads.Of(VideoDownloads.Mp4(101 + index));
        _web["/last.png"] = () => VideoDownloads.Of(Picture);
        _service.Provider.OnGet = _ => new PollOutcome.Found(
            Samples.ProviderTask(TaskState.Completed, [.. videos.Select(video => "https://cdn.example.com/" + video)]) with
            {
                LastFrameUrl = lastFrame is null ? null : "https://cdn.example.com/" + lastFrame,
            });
        return await _service.AddAsync(Samples.Record with { ProviderTaskId = Samples.ProviderTaskId });
    }

    private async Task<StoreResult> StoreAsync(TaskRecord record)
    {
        using var copier = _service.Create<VideoCopier>();
        var store = new StoreVideo(
            _service.Records, _service.Provider, _service.Videos, copier, _service.Get<LastFrameCopier>(), _service.Get<VideoRemoval>(), _service.Time);
        return await store.RunAsync(Samples.ReferenceTo(record), CancellationToken.None);
    }
}
