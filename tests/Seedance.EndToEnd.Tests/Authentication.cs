namespace Seedance.EndToEnd.Tests;

public sealed class Authentication(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private const string UnknownTask = "task-1774857405-0000000000000000";

    [Theory]
    [InlineData(null, "Bearer")]
    [InlineData("wrong", "Bearer")]
    [InlineData("end-to-end-key-of-alpha", "Basic")]
    public async Task Without_a_client_s_key_everything_is_401(string? key, string scheme)
    {
        var ask = new Ask(Ask.EvoLink);
        Response[] responses =
        [
            await app.Service.SendAsync(HttpMethod.Post, "v1/videos/generations", ask.Body.ToJsonString(), key, scheme),
            await app.Service.SendAsync(HttpMethod.Get, $"v1/tasks/{UnknownTask}", key: key, scheme: scheme),
            await app.Service.SendAsync(HttpMethod.Get, $"v1/videos/{UnknownTask}/content", key: key, scheme: scheme),
            await app.Service.SendAsync(HttpMethod.Post, $"v1/tasks/{UnknownTask}/cancel", key: key, scheme: scheme),
        ];

        Assert.All(responses, response => Assert.Equal(
            (HttpStatusCode.Unauthorized, "Bearer", "unauthorized", "authentication_error"),
            (response.Status, response.Headers.WwwAuthenticate.ToString(), response.Error.Code, response.Error.Type)));
        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    [Fact]
    public async Task Another_client_s_task_is_404()
    {
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink));

        await app.Service.CompletedAsync(id);

        await AssertNotFoundAsync($"v1/tasks/{id}", Callers.Beta.Key);
        await AssertNotFoundAsync($"v1/videos/{id}/content", Callers.Beta.Key);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Service.CancelAsync(id, Callers.Beta.Key)).Status);
        Assert.DoesNotContain(await app.Service.ListAsync("limit=100", Callers.Beta.Key), task => task.GetProperty("id").GetString() == id);
    }

    [Theory]
    [InlineData(UnknownTask)]
    [InlineData("%2e%2e%2f")]
    public Task An_unknown_task_is_404(string id) => AssertNotFoundAsync($"v1/tasks/{id}", Callers.Alpha.Key);

    [Fact]
    public async Task A_link_whose_signature_was_altered_does_not_open()
    {
        var task = await app.Service.CompletedAsync(new Ask(Ask.EvoLink));
        var link = new Uri(task.Results![0]).PathAndQuery;
        var at = link.Length - 20;
        var altered = link[..at] + (link[at] == 'A' ? 'B' : 'A') + link[(at + 1)..];

        Assert.Equal(HttpStatusCode.Found, (await app.Service.SendAsync(HttpMethod.Get, link)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Service.SendAsync(HttpMethod.Get, link[..^8])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Service.SendAsync(HttpMethod.Get, altered)).Status);
    }

    private async Task AssertNotFoundAsync(string path, string key)
    {
        var response = await app.Service.GetAsync(path, key);
        Assert.Equal(HttpStatusCode.NotFound, response.Status);
        Assert.Equal("task_not_found", response.Error.Code);
    }
}
