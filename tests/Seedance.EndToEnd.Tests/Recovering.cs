namespace Seedance.EndToEnd.Tests;

public sealed class Recovering(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>
{
    [Theory]
    [InlineData(Ask.EvoLink, """{"id":"$ID","status":"failed","error":{"code":"service_error"}}""")]
    [InlineData(Ask.SeedanceApi, """{"code":200,"data":{"task_id":"$ID","status":"FAILED","error":{"code":"service_error"}}}""")]
    public async Task A_failed_task_gets_the_video_that_its_provider_has_after_all(string provider, string failed)
    {
        await using var listener = await CallbackListener.StartAsync();
        var ask = Ask.With(provider, "callback.lost", $"poll.body times=1 text={failed}") with { CallbackUrl = listener.Url };
        var id = await app.Service.CreateAsync(ask);
        await app.Service.FailedAsync(id, "service_error");

        Assert.Equal(HttpStatusCode.Accepted, (await RecoverAsync(id)).Status);

        var recovered = await app.Service.UntilAsync(id, "is recovered", seen => seen.Status == "completed");
        await Invariants.AssertPaidAndStoredAsync(app.Service, ask, recovered);
        Assert.Equal(
            [$"msg_{id}_failed", $"msg_{id}_completed"], (await listener.DeliveredAsync(2)).Select(delivery => delivery.Id).Distinct());
        Assert.Equal("task_not_recoverable", (await RecoverAsync(id)).Error.Code);
    }

    private Task<Response> RecoverAsync(string id)
        => app.Service.SendAsync(HttpMethod.Post, $"v1/tasks/{id}/recover", key: Callers.Alpha.Key);
}
