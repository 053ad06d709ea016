using System.Net;
using Seedance.Functions.Tests.Activities;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>How long a video that does not come is waited for, and how a task ends whose video never comes.</summary>
public sealed class StoringTests
{
    // After 5 seconds, 10, 20 and so on, until an hour is over.
    private const int Chances = 11;

    public static TheoryData<string, Func<HttpResponseMessage>> Wrong => new()
    {
        { FailureCodes.VideoIsWebPage, () => VideoDownloads.Of([.. "<html></html>"u8]) },
        { FailureCodes.VideoNotValid, () => VideoDownloads.Of(new byte[100]) },
        { FailureCodes.VideoEmpty, () => VideoDownloads.Of([]) },
        { FailureCodes.VideoIncomplete, () => VideoDownloads.Of(VideoDownloads.Mp4(30)[..23]) },
        { FailureCodes.VideoTooLarge, () => VideoDownloads.Of(VideoDownloads.Mp4(1001)) },
        { FailureCodes.VideoLinkRedirected, () => new HttpResponseMessage(HttpStatusCode.Found) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_video_is_asked_for_again_for_an_hour(string code, Func<HttpResponseMessage> answer)
    {
        using var world = await StartAsync(answer);

        await world.AdvanceAsync(TimeSpan.FromMinutes(90));

        await AssertFailedAsync(world, code, downloads: Chances);
    }

    [Fact]
    public async Task A_video_at_the_last_chance_completes_the_task()
    {
        var chances = Chances;
        using var world = await StartAsync(() => --chances > 0
            ? VideoDownloads.Of([.. "<html></html>"u8])
            : VideoDownloads.Of(VideoDownloads.Mp4(100)));

        await world.AdvanceAsync(TimeSpan.FromMinutes(90));

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Completed, 100), (record.State, record.Video?.Bytes));
    }

    [Fact]
    public async Task A_link_into_a_private_network_is_never_tried_again()
    {
        using var world = await StartAsync(() => throw new DestinationNotAllowedException());

        await world.AdvanceAsync(TimeSpan.FromMinutes(90));

        await AssertFailedAsync(world, FailureCodes.VideoDestinationNotAllowed, downloads: 1);
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_has_its_hour_and_is_never_asked()
    {
        using var world = await StartAsync(
            () => throw new InvalidOperationException("It was asked."), videos => videos.AllowedHosts = "other.example.com");

        await world.AdvanceAsync(TimeSpan.FromMinutes(90));

        await AssertFailedAsync(world, FailureCodes.VideoHostNotAllowed, downloads: 0);
    }

    [Fact]
    public async Task A_host_that_is_down_is_asked_until_the_provider_has_deleted_the_video()
    {
        using var world = await StartAsync(() => new HttpResponseMessage(HttpStatusCode.BadGateway));
        await world.AdvanceAsync(TimeSpan.FromHours(20));
        Assert.Equal(TaskState.Processing, (await world.ReadAsync()).State);

        await world.AdvanceAsync(TimeSpan.FromHours(6));

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Failed, FailureCodes.VideoDownloadFailed), (record.State, record.Failure?.Code));
    }

    [Fact]
    public async Task A_further_stored_video_is_recorded_even_when_the_provider_has_deleted_all()
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Provider.Duration = TimeSpan.Zero;
        var forgotten = false;
        world.Provider.OnLook = id => forgotten
            ? new PollOutcome.NotFound()
            : new PollOutcome.Found(world.Provider.TaskOf(id) with
            {
                ResultUrls = ["https://cdn.example.com/1.mp4", "https://cdn.example.com/2.mp4", "https://cdn.example.com/3.mp4"],
            });
        world.Web.OnRequest = request => request.RequestUri!.AbsolutePath == "/3.mp4"
            ? new HttpResponseMessage(HttpStatusCode.BadGateway)
            : VideoDownloads.Of(VideoDownloads.Mp4(100));
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        forgotten = true;
        await world.AdvanceAsync(TimeSpan.FromHours(26));

        var record = await world.ReadAsync();
        Assert.Equal(TaskState.Completed, record.State);
        Assert.EndsWith("-2.mp4", Assert.Single(record.MoreVideos).Blob, StringComparison.Ordinal);
        Assert.Equal(record.StoredBlobs.Order(), world.Blobs.Keys.Order());
    }

    private static async Task<GenerationWorld> StartAsync(Func<HttpResponseMessage> download, Action<VideoOptions>? configure = null)
    {
        var world = new GenerationWorld(options =>
        {
            options.PublicBaseUrl = null;
            options.Videos.MaxBytes = 1000;
            configure?.Invoke(options.Videos);
        });
        world.Provider.Duration = TimeSpan.Zero;
        world.Web.OnRequest = request => request.Method == HttpMethod.Post ? new HttpResponseMessage(HttpStatusCode.OK) : download();
        await world.StartAsync();
        return world;
    }

    private static async Task AssertFailedAsync(GenerationWorld world, string code, int downloads)
    {
        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Failed, code), (record.State, record.Failure?.Code));
        Assert.Contains("provider-1", record.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(world.Blobs);
        Assert.Equal(downloads, world.Web.Requests.Count(request => request.Method == HttpMethod.Get));
    }
}
