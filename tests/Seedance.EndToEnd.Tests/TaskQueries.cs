namespace Seedance.EndToEnd.Tests;

/// <summary>Lists and conditional reads.</summary>
public sealed class TaskQueries(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private const string FastModel = "seedance-2.0-fast-image-to-video";

    private static readonly string Key = Callers.Beta.Key;

    [Fact]
    public async Task A_list_shows_what_its_filters_ask_for_and_nothing_else()
    {
        var (completed, failed) = (await CreateAsync(), await CreateAsync("[[fault:failed]]"));
        await EndedAsync(completed);
        await EndedAsync(failed);

        Assert.Contains(completed, await ListAsync("status=completed"));
        Assert.DoesNotContain(failed, await ListAsync("status=completed"));
        Assert.Contains(failed, await ListAsync("status=failed"));
        Assert.Contains(completed, await ListAsync($"model={FastModel}"));
        Assert.DoesNotContain(completed, await ListAsync("model=seedance-2.0-text-to-video"));
    }

    [Fact]
    public async Task Pages_do_not_move_while_tasks_are_added()
    {
        string[] before = [await CreateAsync(), await CreateAsync(), await CreateAsync(), await CreateAsync()];
        var first = await ReadAsync("v1/tasks?limit=2");
        await CreateAsync();

        var rest = await ListAsync("limit=2", first.Root.GetProperty("next_cursor").GetString());

        List<string> seen = [.. IdsOf(first.Data.EnumerateArray()), .. rest];
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.All(before, id => Assert.Contains(id, seen));
    }

    [Theory]
    [InlineData("v1/tasks/")]
    [InlineData("v1/status?task_id=")]
    public async Task An_unchanged_task_is_not_sent_again(string path)
    {
        var id = await CreateAsync();
        var running = (await ReadAsync(path + id)).Headers.ETag!.Tag;
        await EndedAsync(id);
        var ended = (await ReadAsync(path + id)).Headers.ETag!.Tag;

        Assert.NotEqual(running, ended);
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(path + id, ("If-None-Match", running))).Status);
        var unchanged = await ReadAsync(path + id, ("If-None-Match", ended));
        Assert.Equal((HttpStatusCode.NotModified, ""), (unchanged.Status, unchanged.Body));
    }

    private async Task<string> CreateAsync(string more = "")
    {
        var body = $$"""{"model":"{{FastModel}}","prompt":"A lighthouse {{more}}","image_urls":["https://example.com/lighthouse.png"]}""";
        var response = await app.Service.SendAsync(HttpMethod.Post, "v1/videos/generations", body, Key);
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        return response.Task.Id;
    }

    private Task<Response> EndedAsync(string id)
        => Eventually.ReadAsync($"That {id} ends", () => ReadAsync($"v1/tasks/{id}"), response => response.Task.HasEnded);

    private Task<Response> ReadAsync(string path, params (string Name, string Value)[] headers)
        => app.Service.SendAsync(HttpMethod.Get, path, key: Key, headers: headers);

    private async Task<List<string>> ListAsync(string query, string? cursor = null)
        => IdsOf(await app.Service.ListAsync(query, Key, cursor));

    private static List<string> IdsOf(IEnumerable<JsonElement> tasks) => [.. tasks.Select(task => task.GetProperty("id").GetString()!)];
}
