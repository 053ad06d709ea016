namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>Two pictures are the first and the last frame of one video, once both are there.</summary>
public sealed class FirstAndLastFrames(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Theory]
    [InlineData("walk.first.png", "walk.last.png", Schema.EventGrid)]
    [InlineData("walk.last.png", "walk.first.png", Schema.CloudEvents)]
    public async Task Whichever_comes_first(string earlier, string later, Schema schema)
    {
        var folder = await UploadFolder.OpenAsync(app);

        var early = await folder.PutPictureAsync(earlier);
        await folder.DeliverAsync(schema.EventOf(early));
        await folder.AssertIgnoredAsync(early);
        var late = await folder.PutPictureAsync(later);
        await folder.DeliverAsync(schema.EventOf(late));
        await folder.DeliverAsync(schema.EventOf(early));
        await folder.DeliverAsync(schema.EventOf(late));

        AssertFrames((await folder.OnlyVideoAsync()).Provider);
    }

    [Fact]
    public async Task Both_at_the_same_time_and_again_are_one_video()
    {
        var folder = await UploadFolder.OpenAsync(app);
        UploadedBlob[] both = [await folder.PutPictureAsync("walk.first.png"), await folder.PutPictureAsync("walk.last.png")];

        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => folder.DeliverAsync(both[number % 2])));

        AssertFrames((await folder.OnlyVideoAsync()).Provider);
    }

    [Fact]
    public async Task A_frame_that_is_refused_waits_for_a_better_one()
    {
        var folder = await UploadFolder.OpenAsync(app);
        var small = await folder.PutAsync("walk.first.png", Pictures.Png(299, 400), folder.PromptMetadata);
        var last = await folder.PutPictureAsync("walk.last.png");
        await folder.DeliverAsync(small);
        await folder.DeliverAsync(last);
        await folder.AssertRefusedAsync(small, "INVALID_IMAGE_SIZE");

        await folder.DeliverAsync(await folder.PutPictureAsync("walk.first.png"));

        Assert.Single(await folder.VideosAsync(1), task => task.Status == "failed");
    }

    private static void AssertFrames(SimulatorTask paid)
    {
        var frames = paid.Request.GetProperty("image_urls").EnumerateArray().Select(url => new Uri(url.GetString()!).Segments[^1]);
        Assert.Equal(["walk.first.png", "walk.last.png"], frames);
    }
}
