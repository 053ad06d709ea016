namespace Seedance.EndToEnd.Tests;

public sealed class Generations(AppThatPolls polling, AppWithWebhooks calledBack)
    : IClassFixture<AppThatPolls>, IClassFixture<AppWithWebhooks>
{
    [OwnAppTheory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public Task A_generation_completes_by_polling_alone(string provider)
        => AssertCompletesAsync(polling.Service, provider, wokenBy: "poll");

    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public Task A_generation_completes_by_its_webhook(string provider)
        => AssertCompletesAsync(calledBack.Service, provider, wokenBy: "webhook");

    [OwnAppTheory]
    [InlineData("submit.status status=500 created=true")]
    [InlineData("submit.drop_after")]
    [InlineData("submit.drop_before")]
    public async Task An_unknown_outcome_without_key_and_webhook_is_never_submitted_again(string fault)
    {
        var ask = Ask.With(Ask.SeedanceApi, fault);

        await polling.Service.FailedAsync(await polling.Service.CreateAsync(ask), "submit_outcome_unknown");

        Assert.Single(await polling.Service.Simulator.SubmitsAsync(ask));
    }

    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task A_forged_webhook_is_404_and_a_genuine_one_is_not_believed_but_asked_about(string provider)
    {
        var (service, ask) = (calledBack.Service, Ask.With(provider, "stuck percent=50"));
        var id = await service.CreateAsync(ask);
        await service.UntilAsync(id, "waits", task => task.ProviderTaskId is not null);
        var simulated = await service.Simulator.OnlyTaskAsync(ask);
        var path = new Uri(simulated.CallbackUrl!).AbsolutePath;
        var polls = simulated.Polls;

        foreach (var forged in new[] { path[..^2], path + "A", path.Replace($"/{provider}/", "/other/", StringComparison.Ordinal) })
        {
            var response = await service.SendAsync(HttpMethod.Post, forged, """{"status":"completed"}""");
            Assert.Equal(HttpStatusCode.NotFound, response.Status);
        }
        // What a forgery raised would be handled before what the genuine call raises after it.
        Assert.Equal(200, await service.Simulator.SendCallbackAsync(simulated, "completed"));
        var woken = await service.UntilAsync(id, "is asked about because of the webhook", task => task.WokenBy == "webhook");

        Assert.Equal(("processing", null), (woken.Status, woken.Results));
        Assert.InRange((await service.Simulator.JournalAsync("poll", simulated.Id)).Count, polls + 1, polls + 2);
        Assert.Empty(await service.Simulator.JournalAsync("download", simulated.Id));
        simulated.Complete();
        await StoredVideos.AssertWholeAsync(await service.CompletedAsync(id));
    }

    private static async Task AssertCompletesAsync(Service service, string provider, string wokenBy)
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = new Ask(provider) { CallbackUrl = caller.Url };

        var task = await service.CompletedAsync(ask);

        Assert.Equal((provider, wokenBy, 100), (task.Provider, task.WokenBy, task.Progress));
        await Invariants.AssertPaidAndStoredAsync(service, ask, task);
        Assert.Equal(wokenBy == "webhook", (await service.Simulator.OnlyTaskAsync(ask)).CallbackUrl is not null);
        await Invariants.AssertToldAsync(caller, task);
        Assert.Equal(task.Results![0], caller.Deliveries[0].Json.GetProperty("results")[0].GetString());

        // A second delivery, or a second submit, would come from work that the end of the next generation shows to be over.
        await service.CompletedAsync(new Ask(provider));
        Assert.Single(caller.Deliveries);
        Assert.Single(await service.Simulator.SubmitsAsync(ask));
    }
}
