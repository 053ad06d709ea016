namespace Seedance.Functions.Tests.Activities;

/// <summary>Results of which some fail, are no videos, or change places.</summary>
public class SeveralResultsTests : StoreTest
{
    public SeveralResultsTests()
    {
        Web["/report"] = () => VideoDownloads.Of([.. """{"seed":7,"frames":121}"""u8]);
        Web["/page"] = Web["/page.mp4"] = () => VideoDownloads.Of([.. "<!doctype html><p>Sign in"u8]);
        Web["/frame"] = () => VideoDownloads.Of([.. "\0\0\0\u0020ftypavif\0\0\0\0"u8]);
        Web["/cover.png"] = () => VideoDownloads.Of(Png);
        Web["/busy"] = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_first_link_that_fails_holds_up_no_other_and_is_the_first_once_it_comes()
    {
        var record = await AddAsync(null, "1.mp4", "2");
        var first = Web["/1.mp4"];
        Web["/1.mp4"] = () => throw new DestinationNotAllowedException();

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, FailureCodes.VideoDestinationNotAllowed), (result.Kind, result.Failure?.Code));
        Assert.Equal((102, VideoStore.NameOf(record)), (result.Video!.Bytes, result.Video.Blob));

        Web["/1.mp4"] = first;
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

        for (var run = 0; run < 2; run++)
        {
            var result = await StoreAsync(record);

            Assert.Equal((StoreKind.Stored, VideoStore.NameOf(record), 0), (result.Kind, result.Video?.Blob, result.MoreVideos.Count));
            Assert.Equal(result.Video!.Blob, Assert.Single(Service.Blobs.Blobs).Key);
        }
        // Names that say enough are not even asked.
        Assert.All(Service.Web.Requests, request => Assert.DoesNotMatch("PNG|vtt|webp", request.RequestUri!.AbsolutePath));
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

        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.TryAgain, code, null), (result.Kind, result.Failure?.Code, result.Video));
        Assert.Empty(Service.Blobs.Blobs);
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
        var second = Web["/2"];
        Web["/2"] = () => throw new HttpRequestException("reset");
        Give(before);
        Assert.Equal((StoreKind.TryAgain, 101), ((await StoreAsync(record)) is var first ? (first.Kind, first.Video!.Bytes) : default));

        Web["/2"] = second;
        Give(after);
        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, 2), (result.Kind, Service.Blobs.Blobs.Count));
        Assert.Equal([101, 102], result.MoreVideos.Append(result.Video!).Select(video => video.Bytes).Order());
        Assert.Equal(downloads, Service.Web.Requests.Count(request => request.RequestUri!.AbsolutePath == "/1"));
    }

    [Fact]
    public async Task A_video_whose_name_another_run_took_for_another_link_is_stored_by_the_next_run()
    {
        var record = await AddAsync(null, "1.mp4", "2.mp4");
        Service.Blobs.BeforeCommit = async name =>
        {
            Service.Blobs.BeforeCommit = _ => Task.CompletedTask;
            Web["/1.mp4"] = () => throw new HttpRequestException("reset");
            Assert.Equal(102, (await StoreAsync(record)).Video!.Bytes);
            Web["/1.mp4"] = () => VideoDownloads.Of(VideoDownloads.Mp4(101));
        };

        Assert.Equal(FailureCodes.StorageFailed, (await StoreAsync(record)).Failure?.Code);
        var result = await StoreAsync(record);

        Assert.Equal((StoreKind.Stored, 101, 102), (result.Kind, result.Video!.Bytes, Assert.Single(result.MoreVideos).Bytes));
    }

    private void Give(string links) => Service.Provider.OnGet = _ => new PollOutcome.Found(
        Samples.ProviderTask(TaskState.Completed, [.. links.Split(' ').Select(link => Cdn + link)]));
}
