using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

public sealed class GenerationsByWebhook(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>
{
    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public Task A_generation_completes_woken_by_the_providers_webhook(string provider)
        => OneGeneration.AssertAsync(app.Service, provider, wokenBy: "webhook");

    [Theory]
    [InlineData("lost")]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("malformed_json")]
    [InlineData("wrong_task")]
    [InlineData("duplicated count=3")]
    [InlineData("reordered")]
    [InlineData("early seconds=0")]
    [InlineData("early seconds=0 state=failed")]
    public async Task A_generation_completes_whatever_becomes_of_the_webhook(string fault)
    {
        var ask = Ask.With(Ask.EvoLink, $"callback.{fault}");

        var task = await app.Service.CompletedAsync(await app.Service.CreateAsync(ask));

        await StoredVideos.AssertWholeAsync(task);
        Assert.Equal("completed", (await app.Service.Simulator.PaidOnceAsync(ask)).State);
    }

    [Fact]
    public async Task A_video_of_20_MB_is_stored_whole()
    {
        const long Bytes = 20 * 1024 * 1024;
        var ask = Ask.With(Ask.EvoLink, $"size bytes={Bytes}");

        var task = await app.Service.CompletedAsync(await app.Service.CreateAsync(ask));

        Assert.Equal(Bytes, task.Video!.Bytes);
        await StoredVideos.AssertWholeAsync(task);
    }
}
