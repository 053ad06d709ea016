namespace Seedance.EndToEnd.Tests;

/// <summary>Lists, conditional reads, and tasks at the other API.</summary>
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
        var created = (await ReadAsync($"v1/tasks/{completed}")).Root.GetProperty("created").GetInt64();

        Assert.Contains(completed, await ListAsync("status=completed"));
        Assert.DoesNotContain(failed, await ListAsync("status=completed"));
        Assert.Contains(failed, await ListAsync("status=failed"));
        Assert.Contains(completed, await ListAsync($"model={FastModel}"));
        Assert.DoesNotContain(completed, await ListAsync("model=seedance-2.0-text-to-video"));
        Assert.Contains(completed, await ListAsync($"created_after={created - 1}&created_before={created + 1}"));
        Assert.DoesNotContain(completed, await ListAsync($"created_after={created}"));
        var text = $"{DateTimeOffset.FromUnixTimeSeconds(created):yyyy-MM-ddTHH:mm:ssZ}";
        Assert.DoesNotContain(completed, await ListAsync($"created_before={text}"));
    }

    [Fact]
    public async Task Pages_do_not_move_while_tasks_are_added_and_a_cursor_is_one_list_s()
    {
        string[] before = [await CreateAsync(), await CreateAsync(), await CreateAsync(), await CreateAsync()];

        var first = await ReadAsync("v1/tasks?limit=2");
        var cursor = first.Root.GetProperty("next_cursor").GetString()!;
        await CreateAsync();
        List<string> seen = [.. IdsOf(first.Data.EnumerateArray()), .. await ListAsync("limit=2", cursor)];

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.All(before, id => Assert.Contains(id, seen));
        await AssertRefusedAsync($"cursor={(cursor[0] == 'A' ? 'B' : 'A')}{cursor[1..]}", Key);
        await AssertRefusedAsync($"cursor={cursor}&status=failed", Key);
        await AssertRefusedAsync($"cursor={cursor}", Callers.Alpha.Key);

        async Task AssertRefusedAsync(string query, string key)
        {
            var response = await app.Service.GetAsync($"v1/tasks?{query}", key);
            Assert.Equal((HttpStatusCode.BadRequest, "cursor"), (response.Status, Assert.Single(response.Error.Errors!).Param));
        }
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

    [Fact]
    public async Task A_task_of_either_front_door_can_be_read_at_the_other()
    {
        var atEvoLink = await CreateAsync();
        var started = await app.Service.SendAsync(HttpMethod.Post, "v1/generate", """{"prompt":"A lighthouse","duration":"4"}""", Key);
        var atSeedanceApi = started.Data.GetProperty("task_id").GetString()!;
        await EndedAsync(atEvoLink);
        await EndedAsync(atSeedanceApi);

        foreach (var id in new[] { atEvoLink, atSeedanceApi })
        {
            var (task, status) = ((await ReadAsync($"v1/tasks/{id}")).Task, await StatusAsync(id));
            Assert.Equal(("completed", "SUCCESS"), (task.Status, status.GetProperty("status").GetString()));
            Assert.Equal(task.Results![0], status.GetProperty("response")[0].GetString());
        }
        Assert.Equal("5", (await StatusAsync(atEvoLink)).GetProperty("request").GetProperty("duration").GetString());
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

    private async Task<JsonElement> StatusAsync(string id) => (await ReadAsync($"v1/status?task_id={id}")).Data;

    private async Task<List<string>> ListAsync(string query, string? cursor = null)
        => IdsOf(await app.Service.ListAsync(query, Key, cursor));

    private static List<string> IdsOf(IEnumerable<JsonElement> tasks) => [.. tasks.Select(task => task.GetProperty("id").GetString()!)];
}
