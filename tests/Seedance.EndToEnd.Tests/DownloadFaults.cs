using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

public sealed class DownloadFaults(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Theory]
    [InlineData(Ask.EvoLink, "download.html times=1")]
    [InlineData(Ask.EvoLink, "download.empty times=1")]
    [InlineData(Ask.EvoLink, "download.no_ftyp times=1")]
    [InlineData(Ask.EvoLink, "download.wrong_length bytes=5000 times=1")]
    [InlineData(Ask.EvoLink, "download.redirect location=http://169.254.169.254/ times=1")]
    [InlineData(Ask.EvoLink, "download.expired times=1")]
    [InlineData(Ask.EvoLink, "download.status status=503 times=1")]
    [InlineData(Ask.EvoLink, "download.drop times=1")]
    [InlineData(Ask.EvoLink, "download.truncated times=1")]
    [InlineData(Ask.SeedanceApi, "download.broken_once")]
    [InlineData(Ask.SeedanceApi, "download.html times=1")]
    public async Task A_download_that_goes_wrong_is_made_again_and_the_whole_video_stored(string provider, string fault)
        => await AssertStoredAsync(Ask.With(provider, fault));

    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    // Asked once by the poll and once for the link to download from; the third answer has a link that lives.
    public async Task An_expired_link_is_replaced_by_a_fresh_one(string provider)
        => await AssertStoredAsync(Ask.With(provider, "poll.expired_link times=2"));

    [Fact]
    public async Task A_download_without_a_length_is_stored_whole() => await AssertStoredAsync(Ask.With(Ask.EvoLink, "download.no_length"));

    private async Task AssertStoredAsync(Ask ask)
    {
        var task = await app.Service.CompletedAsync(await app.Service.CreateAsync(ask));

        await StoredVideos.AssertWholeAsync(task);
        Assert.Equal((await app.Service.Simulator.PaidOnceAsync(ask)).VideoBytes, task.Video!.Bytes);
    }
}
