namespace Seedance.EndToEnd.Tests;

public sealed class ResultShapes(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Theory]
    [InlineData(Ask.EvoLink, "results")]
    [InlineData(Ask.EvoLink, "result")]
    [InlineData(Ask.EvoLink, "result_data_array")]
    [InlineData(Ask.EvoLink, "result_data_object")]
    [InlineData(Ask.EvoLink, "output")]
    [InlineData(Ask.EvoLink, "video_url")]
    [InlineData(Ask.EvoLink, "url")]
    [InlineData(Ask.EvoLink, "usage_cost")]
    [InlineData(Ask.EvoLink, "extra")]
    [InlineData(Ask.SeedanceApi, "response")]
    [InlineData(Ask.SeedanceApi, "video_url")]
    [InlineData(Ask.SeedanceApi, "output_url")]
    [InlineData(Ask.SeedanceApi, "completed_word")]
    [InlineData(Ask.SeedanceApi, "lower_case")]
    [InlineData(Ask.SeedanceApi, "extra")]
    public async Task Every_documented_shape_of_a_finished_task_is_read(string provider, string shape)
    {
        var task = await app.Service.CompletedAsync(Ask.With(provider, $"poll.shape shape={shape}"));

        await StoredVideos.AssertWholeAsync(task);
    }

    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task Of_several_results_each_has_a_link_of_its_own(string provider)
    {
        var task = await app.Service.CompletedAsync(Ask.With(provider, "poll.shape shape=two_results"));

        Assert.Equal(2, task.Results!.Count);
        Assert.Equal(task.Results[0], task.Result!.VideoUrl);
        await StoredVideos.AssertWholeAsync(task with { Results = [task.Results[0]] });
        var (first, second) =
            (await StoredVideos.ReadAsync(task.Results[0], "video/mp4"), await StoredVideos.ReadAsync(task.Results[1], "video/mp4"));
        Assert.Equal(first.Length, second.Length);
        Assert.False(first.AsSpan().SequenceEqual(second));
    }

    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task A_last_frame_that_is_offered_has_a_link_of_its_own(string provider)
    {
        var task = await app.Service.CompletedAsync(Ask.With(provider, "poll.shape shape=last_frame"));

        await StoredVideos.AssertWholeAsync(task);
        Assert.Equal([0x89, .. "PNG"u8], (await StoredVideos.ReadAsync(task.LastFrameUrl!, "image/png"))[..4]);
    }
}
