using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

public sealed class ProviderFaults(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Theory]
    [InlineData(Ask.EvoLink, "poll.status status=500 times=2")]
    [InlineData(Ask.EvoLink, "poll.status status=429 retryAfter=1 times=1")]
    [InlineData(Ask.EvoLink, "poll.status status=401 times=1")]
    [InlineData(Ask.EvoLink, "poll.html times=1")]
    [InlineData(Ask.EvoLink, "poll.empty times=1")]
    [InlineData(Ask.EvoLink, "poll.malformed_json times=1")]
    [InlineData(Ask.EvoLink, "poll.truncated times=1")]
    [InlineData(Ask.EvoLink, "poll.drop times=1")]
    [InlineData(Ask.EvoLink, "poll.not_found times=2")]
    [InlineData(Ask.EvoLink, "poll.state state=somewhere_else times=2")]
    [InlineData(Ask.SeedanceApi, "poll.status status=500 times=2")]
    [InlineData(Ask.SeedanceApi, "poll.not_found times=2")]
    [InlineData(Ask.SeedanceApi, "poll.drop times=1")]
    public async Task A_poll_that_goes_wrong_is_made_again(string provider, string fault)
    {
        var ask = Ask.With(provider, fault);

        await app.Service.CompletedAsync(await app.Service.CreateAsync(ask));

        await app.Service.Simulator.PaidOnceAsync(ask);
    }

    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task A_task_that_the_provider_no_longer_knows_is_lost(string provider)
    {
        var ask = Ask.With(provider, "poll.not_found", "never");

        await app.Service.FailedAsync(await app.Service.CreateAsync(ask), "provider_task_lost");

        await app.Service.Simulator.PaidOnceAsync(ask);
    }

    [Theory]
    [InlineData(Ask.EvoLink, "failed", "content_policy_violation")]
    [InlineData(Ask.EvoLink, "failed code=generation_timeout message=too_slow", "generation_timeout")]
    [InlineData(Ask.EvoLink, "failed error=none", "unknown_error")]
    [InlineData(Ask.EvoLink, "failed error=no_code message=Validation_failed", "unknown_error")]
    [InlineData(Ask.SeedanceApi, "failed", "content_policy_violation")]
    [InlineData(Ask.SeedanceApi, "failed error=none", "unknown_error")]
    public async Task A_generation_that_fails_at_the_provider_fails_with_its_reason(string provider, string fault, string code)
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = Ask.With(provider, fault) with { CallbackUrl = caller.Url };

        await app.Service.FailedAsync(await app.Service.CreateAsync(ask), code);

        var delivery = Assert.Single(await caller.DeliveredAsync(1));
        delivery.AssertGenuine();
        Assert.Equal("failed", delivery.Json.GetProperty("status").GetString());
        Assert.Equal(code, delivery.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_generation_that_the_provider_cancels_is_cancelled()
    {
        var id = await app.Service.CreateAsync(Ask.With(Ask.EvoLink, "cancelled"));

        var task = await app.Service.UntilAsync(id, "ends", seen => seen.HasEnded);

        Assert.Equal("cancelled", task.Status);
        Assert.Null(task.Results);
    }

    [Fact]
    public async Task A_caller_that_does_not_answer_is_told_again_with_the_same_id()
    {
        await using var caller = await CallbackListener.StartAsync((number, _) => Task.FromResult(number == 1 ? 503 : 204));
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });

        var deliveries = await caller.DeliveredAsync(2);

        Assert.All(deliveries, delivery => delivery.AssertGenuine());
        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Equal("completed", (await app.Service.TaskAsync(id)).Status);
    }
}
