namespace Seedance.EndToEnd.Tests;

public sealed class BothFrontDoors(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private const string Generations = "v1/videos/generations";

    private static readonly string Key = Callers.Alpha.Key;

    [Theory]
    [InlineData(Generations, Ask.EvoLink)]
    [InlineData("v1/generate", Ask.SeedanceApi)]
    public async Task Fifty_creates_at_once_with_one_idempotency_key_are_one_paid_task(string path, string provider)
    {
        var ask = new Ask(provider);
        var body = ask.Body;
        if (path != Generations)
        {
            body.Remove("model");
            body["duration"] = "8";
        }

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Service.SendAsync(
            HttpMethod.Post, path, body.ToJsonString(), Key, headers: ("Idempotency-Key", ask.Token))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Single(responses, response => !response.Headers.Contains("Idempotency-Replayed"));
        var id = Assert.Single(responses.Select(IdOf).Distinct());
        await app.Service.CompletedAsync(id);
        await app.Service.Simulator.PaidOnceAsync(ask);
        body["prompt"] = $"Another lighthouse, {ask.Token}";
        var other = await app.Service.SendAsync(
            HttpMethod.Post, path, body.ToJsonString(), Key, headers: ("Idempotency-Key", ask.Token));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
    }

    [Fact]
    public async Task A_client_that_follows_the_202_gets_the_ended_task()
    {
        var response = await app.Service.SendAsync(
            HttpMethod.Post, Generations, new Ask(Ask.EvoLink).Body.ToJsonString(), Key, headers: ("Prefer", "respond-async"));

        Assert.Equal(["respond-async"], response.Headers.GetValues("Preference-Applied"));
        var ended = await Eventually.ReadAsync("That the operation ends", FollowAsync, seen => seen.Status == HttpStatusCode.OK);
        Assert.Equal("completed", ended.Task.Status);

        async Task<Response> FollowAsync()
        {
            Assert.Equal(HttpStatusCode.Accepted, response.Status);
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            return response = await app.Service.GetAsync(response.Headers.Location!.AbsoluteUri);
        }
    }

    private static string IdOf(Response response) => response.Root.TryGetProperty("data", out var data)
        ? data.GetProperty("task_id").GetString()!
        : response.Task.Id;
}
