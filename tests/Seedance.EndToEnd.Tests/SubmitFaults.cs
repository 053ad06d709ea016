using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

public sealed class SubmitFaults(AppThatPolls polling, AppWithWebhooks calledBack)
    : IClassFixture<AppThatPolls>, IClassFixture<AppWithWebhooks>
{
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

    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task A_429_was_no_submit_and_is_tried_again(string provider)
    {
        var ask = Ask.With(provider, "submit.status status=429 retryAfter=1 times=1");

        await polling.Service.CompletedAsync(await polling.Service.CreateAsync(ask));

        Assert.Equal([false, true], (await polling.Service.Simulator.SubmitsAsync(ask)).Select(submit => submit.Created));
    }

    [Theory]
    [InlineData("submit.status status=500 created=true times=1")]
    [InlineData("submit.status status=502 times=1")]
    [InlineData("submit.drop_after times=1")]
    [InlineData("submit.drop_before times=1")]
    [InlineData("submit.truncated times=1")]
    [InlineData("submit.malformed_json times=1")]
    [InlineData("submit.html times=1")]
    [InlineData("submit.html status=502 created=true times=1")]
    [InlineData("submit.empty times=1")]
    [InlineData("submit.create_shape shape=no_id times=1")]
    [InlineData("submit.create_shape shape=empty_object times=1")]
    public async Task An_unknown_outcome_at_EvoLink_is_settled_by_one_replay_with_the_same_key(string fault)
    {
        var ask = Ask.With(Ask.EvoLink, fault);

        await StoredVideos.AssertWholeAsync(await polling.Service.CompletedAsync(await polling.Service.CreateAsync(ask)));

        await polling.Service.Simulator.PaidOnceAsync(ask);
        var submits = await polling.Service.Simulator.SubmitsAsync(ask);
        Assert.Equal(2, submits.Count);
        Assert.NotNull(submits[0].IdempotencyKey);
        Assert.Equal(submits[0].IdempotencyKey, submits[1].IdempotencyKey);
    }

    [OwnAppTheory]
    [InlineData("submit.status status=500 created=true")]
    [InlineData("submit.status status=500")]
    [InlineData("submit.drop_after")]
    [InlineData("submit.drop_before")]
    public async Task An_unknown_outcome_at_seedanceapi_without_webhooks_is_told_and_never_submitted_again(string fault)
    {
        var ask = Ask.With(Ask.SeedanceApi, fault);

        await polling.Service.FailedAsync(await polling.Service.CreateAsync(ask), "submit_outcome_unknown");

        Assert.Single(await polling.Service.Simulator.SubmitsAsync(ask));
    }

    [Theory]
    [InlineData("submit.status status=500 created=true")]
    [InlineData("submit.drop_after")]
    [InlineData("submit.html")]
    [InlineData("submit.create_shape shape=no_id")]
    public async Task An_unknown_outcome_at_seedanceapi_is_adopted_through_the_webhook(string fault)
    {
        var ask = Ask.With(Ask.SeedanceApi, fault);

        var task = await calledBack.Service.CompletedAsync(await calledBack.Service.CreateAsync(ask));

        Assert.Equal((await calledBack.Service.Simulator.PaidOnceAsync(ask)).Id, task.ProviderTaskId);
        Assert.Single(await calledBack.Service.Simulator.SubmitsAsync(ask));
        await StoredVideos.AssertWholeAsync(task);
    }

    [Fact]
    public async Task A_lost_submit_is_adopted_even_if_the_provider_is_out_of_reach_when_its_webhook_comes()
    {
        var ask = Ask.With(Ask.SeedanceApi, "submit.drop_after", "poll.status status=503 times=1");

        var task = await calledBack.Service.CompletedAsync(await calledBack.Service.CreateAsync(ask));

        Assert.Equal((await calledBack.Service.Simulator.PaidOnceAsync(ask)).Id, task.ProviderTaskId);
    }
}
