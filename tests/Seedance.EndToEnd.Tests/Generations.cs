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

    [Theory]
    [InlineData(Ask.EvoLink, "submit.status status=400", "provider_rejected", "invalid_request")]
    [InlineData(Ask.EvoLink, "submit.status status=400 shape=integer_code", "provider_rejected", "invalid_request_error")]
    [InlineData(Ask.EvoLink, "submit.status status=400 code=content_policy_violation", "content_policy_violation", "content_policy_violation")]
    [InlineData(Ask.EvoLink, "submit.status status=401", "provider_auth", "unauthorized")]
    [InlineData(Ask.EvoLink, "submit.status status=402", "provider_insufficient_credits", "insufficient_quota")]
    [InlineData(Ask.EvoLink, "submit.status status=403", "provider_auth", "model_access_denied")]
    [InlineData(Ask.SeedanceApi, "submit.status status=400", "provider_rejected", "INVALID_PROMPT")]
    [InlineData(Ask.SeedanceApi, "submit.status status=402 shape=in_200", "provider_insufficient_credits", "INSUFFICIENT_CREDITS")]
    public async Task A_refusal_fails_the_task_with_the_providers_reason(string provider, string fault, string code, string providerCode)
    {
        var ask = Ask.With(provider, fault);

        var task = await polling.Service.FailedAsync(await polling.Service.CreateAsync(ask), code);

        Assert.Equal(providerCode, task.Error!.ProviderCode);
        Assert.False(Assert.Single(await polling.Service.Simulator.SubmitsAsync(ask)).Created);
    }

    [OwnAppTheory]
    [InlineData("submit.status status=500 created=true")]
    [InlineData("submit.status status=500")]
    [InlineData("submit.drop_after")]
    [InlineData("submit.drop_before")]
    public async Task An_unknown_outcome_without_key_and_webhook_is_never_submitted_again(string fault)
    {
        var ask = Ask.With(Ask.SeedanceApi, fault);

        await polling.Service.FailedAsync(await polling.Service.CreateAsync(ask), "submit_outcome_unknown");

        Assert.Single(await polling.Service.Simulator.SubmitsAsync(ask));
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
