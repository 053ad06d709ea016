using System.Net;
using System.Text.Json.Nodes;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

public sealed class BothFrontDoors(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private const string Generations = "v1/videos/generations";

    private static readonly string Key = Callers.Alpha.Key;

    [Fact]
    public async Task A_client_of_seedanceapi_org_runs_to_the_end_knowing_a_base_URL_and_a_key()
    {
        var ask = new Ask(Ask.SeedanceApi);
        var body = new JsonObject { ["prompt"] = $"Mountains at sunrise, {ask.Token}", ["aspect_ratio"] = "16:9", ["duration"] = "8" };

        var created = await app.Service.SendAsync(HttpMethod.Post, "v1/generate", body.ToJsonString(), Key);
        Assert.Equal((HttpStatusCode.OK, 200), (created.Status, created.Root.GetProperty("code").GetInt32()));
        var id = created.Root.GetProperty("data").GetProperty("task_id").GetString();
        var answer = await Eventually.ReadAsync(
            "That the task succeeds",
            () => app.Service.SendAsync(HttpMethod.Get, $"v1/status?task_id={id}", key: Key),
            seen => seen.Root.GetProperty("data").GetProperty("status").GetString() == "SUCCESS");

        var data = answer.Root.GetProperty("data");
        Assert.Equal("8", data.GetProperty("request").GetProperty("duration").GetString());
        Assert.True(data.GetProperty("consumed_credits").GetDecimal() > 0);
        var link = Assert.Single(data.GetProperty("response").EnumerateArray()).GetString()!;
        Assert.Equal(HttpStatusCode.Found, (await app.Service.SendAsync(HttpMethod.Get, link)).Status);
        await app.Service.Simulator.PaidOnceAsync(ask);
        Assert.Equal("completed", (await app.Service.TaskAsync(id!)).Status);
    }

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

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Service.SendAsync(
            HttpMethod.Post, path, body.ToJsonString(), Key, headers: ("Idempotency-Key", ask.Token))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers, answer => !answer.Headers.Contains("Idempotency-Replayed"));
        var id = Assert.Single(answers.Select(IdOf).Distinct());
        await app.Service.CompletedAsync(id);
        await app.Service.Simulator.PaidOnceAsync(ask);
        body["prompt"] = $"Another lighthouse, {ask.Token}";
        var other = await app.Service.SendAsync(
            HttpMethod.Post, path, body.ToJsonString(), Key, headers: ("Idempotency-Key", ask.Token));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
    }

    [Fact]
    public async Task Whoever_follows_the_202_pattern_gets_to_the_end()
    {
        var answer = await app.Service.SendAsync(
            HttpMethod.Post, Generations, new Ask(Ask.EvoLink).Body.ToJsonString(), Key, headers: ("Prefer", "respond-async"));

        Assert.Equal(["respond-async"], answer.Headers.GetValues("Preference-Applied"));
        var ended = await Eventually.ReadAsync("That the operation ends", FollowAsync, seen => seen.Status == HttpStatusCode.OK);
        Assert.Equal("completed", ended.Task.Status);

        async Task<Answer> FollowAsync()
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.Status);
            Assert.NotNull(answer.Headers.RetryAfter?.Delta);
            return answer = await app.Service.SendAsync(HttpMethod.Get, answer.Headers.Location!.AbsoluteUri, key: Key);
        }
    }

    [Fact]
    public async Task A_caller_pages_through_its_tasks()
    {
        var ids = new[] { await app.Service.CreateAsync(new Ask(Ask.EvoLink)), await app.Service.CreateAsync(new Ask(Ask.SeedanceApi)) };

        var seen = new List<string>();
        var query = "?limit=5";
        while (!ids.All(seen.Contains))
        {
            var page = await app.Service.SendAsync(HttpMethod.Get, "v1/tasks" + query, key: Key);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            seen.AddRange(page.Root.GetProperty("data").EnumerateArray().Select(task => task.GetProperty("id").GetString()!));
            Assert.True(page.Root.GetProperty("has_more").GetBoolean() || ids.All(seen.Contains), "The list ended without them.");
            if (page.Root.TryGetProperty("next_cursor", out var cursor)) query = $"?limit=5&cursor={cursor.GetString()}";
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        var foreign = await app.Service.SendAsync(HttpMethod.Get, "v1/tasks?limit=100", key: Callers.Beta.Key);
        Assert.DoesNotContain(foreign.Root.GetProperty("data").EnumerateArray(), task => ids.Contains(task.GetProperty("id").GetString()));
    }

    private static string IdOf(Answer answer) => answer.Root.TryGetProperty("data", out var data)
        ? data.GetProperty("task_id").GetString()!
        : answer.Task.Id;
}
