namespace Seedance.EndToEnd.Tests;

public sealed class ProviderWebhooks(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>
{
    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task A_webhook_that_says_completed_is_not_believed_while_the_provider_says_processing(string provider)
    {
        var ask = Ask.With(provider, "stuck percent=50");
        var id = await app.Service.CreateAsync(ask);
        var running = await app.Service.UntilAsync(id, "waits", task => task.ProviderTaskId is not null);

        var simulated = await app.Service.Simulator.OnlyTaskAsync(ask);
        Assert.Equal(200, await app.Service.Simulator.SendCallbackAsync(simulated, "completed"));
        var woken = await app.Service.UntilAsync(id, "is asked about because of the webhook", task => task.WokenBy == "webhook");

        Assert.Equal("processing", woken.Status);
        Assert.Null(woken.Results);
        Assert.Empty(await app.Service.Simulator.JournalAsync("download", running.ProviderTaskId!));
        await app.Service.Simulator.ActAsync(running.ProviderTaskId!, "complete");
        await StoredVideos.AssertWholeAsync(await app.Service.CompletedAsync(id));
    }

    [Fact]
    public async Task A_forged_token_is_404_and_wakes_nothing()
    {
        var ask = Ask.With(Ask.EvoLink, "never");
        var id = await app.Service.CreateAsync(ask);
        var running = await app.Service.UntilAsync(id, "waits", task => task.ProviderTaskId is not null);
        var genuine = new Uri((await app.Service.Simulator.OnlyTaskAsync(ask)).CallbackUrl!);
        var polls = app.Service.Simulator.GetTask(running.ProviderTaskId!).Polls;
        const string Claim = """{"status":"completed"}""";

        foreach (var forged in Forgeries(genuine.AbsolutePath, id))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.Service.SendAsync(HttpMethod.Post, forged, Claim)).Status);
        }

        // What a forgery raised would be handled before what the genuine call raises after it.
        Assert.Equal(HttpStatusCode.OK, (await app.Service.SendAsync(HttpMethod.Post, genuine.AbsolutePath, Claim)).Status);
        await app.Service.UntilAsync(id, "is asked about because of the webhook", task => task.WokenBy == "webhook");
        var asked = await app.Service.Simulator.JournalAsync("poll", running.ProviderTaskId!);
        Assert.InRange(asked.Count, polls + 1, polls + 2);
        await app.Service.Simulator.ActAsync(running.ProviderTaskId!, "fail");
    }

    private static IEnumerable<string> Forgeries(string path, string id)
    {
        var token = path[(path.LastIndexOf('/') + 1)..];
        var start = path[..^token.Length];
        for (var at = 0; at < token.Length; at += Math.Max(1, token.Length / 8))
        {
            yield return start + new StringBuilder(token) { [at] = token[at] == 'A' ? 'B' : 'A' };
        }
        yield return start + token[..^2];
        yield return start + "x";
        yield return path.Replace($"/{Ask.EvoLink}/", $"/{Ask.SeedanceApi}/", StringComparison.Ordinal);
        yield return path.Replace(id, id[..^1] + (id[^1] == 'a' ? 'b' : 'a'), StringComparison.Ordinal);
    }
}
