namespace Seedance.Functions.Tests.Api;

public class ListTests : DoorTest
{
    [Fact]
    public async Task A_page_has_20_tasks_unless_asked_for_1_to_100_the_newest_first()
    {
        var ids = await AddAsync(101);
        await Service.AddAsync(Samples.Record with { Client = "stranger" });
        await Service.AddAsync(Samples.Record with { Client = "studio2" });
        var before = Service.Table.Operations;

        Assert.Equal(20, IdsOf(await PageAsync("")).Count);
        Assert.Single(IdsOf(await PageAsync("?limit=1")));
        Assert.Equal(2, Service.Table.Operations - before);
        Assert.Equal(ids.Reverse().Take(100), IdsOf(await PageAsync("?limit=100")));
    }

    [Fact]
    public async Task Lists_are_cut_by_creation_time_both_ends_excluded()
    {
        var ids = await AddAsync(4);

        await AssertListedAsync("created_after=1772366400&created_before=1772366403", 2, 1);
        await AssertListedAsync("created_after=2026-03-01T12:00:01.5Z", 3, 2);
        await AssertListedAsync("created_after=2026-03-01T12:00:00.999Z", 3, 2, 1);
        await AssertListedAsync("created_before=2026-03-01T13:00:01%2B01:00", 0);
        await AssertListedAsync("created_before=2026-03-01T13:00:01+01:00", 0);
        await AssertListedAsync("created_before=0");
        await AssertListedAsync("created_after=0001-01-01&created_before=9999-12-31", 3, 2, 1, 0);

        async Task AssertListedAsync(string query, params int[] expected)
            => Assert.Equal(expected.Select(i => ids[i]), IdsOf(await PageAsync("?" + query)));
    }

    [Theory]
    [InlineData("limit", "0", "101", "1&limit=2", "99999999999999999999")]
    [InlineData("status", "Completed")]
    [InlineData("model", "' or 1 eq 1")]
    [InlineData("created_after", "yesterday")]
    [InlineData("created_before", "1772366400000", "-1")]
    [InlineData("cursor", "", "%00", "clé")]
    [InlineData("page limit status", "1&limit=0&status=x")]
    public async Task Every_wrong_parameter_is_named(string parameters, params string[] values)
    {
        foreach (var value in values)
        {
            var response = await CallAsync($"GET /v1/tasks?{parameters.Split(' ')[0]}={value}");

            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.StatusCode, response.Json().Text("error.code")));
            Assert.Equal(parameters, string.Join(' ', response.Json().Texts("error.errors", "param")));
        }
    }

    [Fact]
    public async Task A_cursor_continues_its_own_list_only_and_is_refused_when_it_was_changed_anywhere()
    {
        Service.Options.AllowAnonymous = true;
        await AddAsync(2);
        var cursor = (await PageAsync("?limit=1&created_after=1")).Text("next_cursor")!;
        var changed = Enumerable.Range(0, cursor.Length).Select(i => cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..]);

        Assert.Single(IdsOf(await PageAsync($"?created_after=1&limit=2&cursor={cursor}")));
        foreach (var each in changed.Append(cursor[..^1]).Append($"{cursor}&status=pending")) await AssertRefusedAsync($"1&cursor={each}");
        await AssertRefusedAsync($"2&cursor={cursor}");
        await AssertRefusedAsync($"1&cursor={cursor}", NoKey);

        async Task AssertRefusedAsync(string query, params (string, string?)[] headers) => Assert.Equal(
            HttpStatusCode.BadRequest, (await CallAsync("GET /v1/tasks?created_after=" + query, "", headers)).StatusCode);
    }

    [Fact]
    public async Task However_rare_what_is_wanted_a_request_reads_at_most_a_thousand_rows()
    {
        await AddAsync(1100);
        var old = await AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddDays(-1)), State = TaskState.Failed });
        var before = Service.Table.Operations;

        var first = await PageAsync("?status=failed");

        Assert.Equal((4, 0, "true"), (Service.Table.Operations - before, IdsOf(first).Count, first.Text("has_more")));
        var second = await PageAsync($"?status=failed&cursor={first.Text("next_cursor")}");
        Assert.Equal((old, "false"), (Assert.Single(IdsOf(second)), second.Text("has_more")));
    }

    private async Task<string[]> AddAsync(int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++) ids[i] = await AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddSeconds(i)) });
        return ids;
    }

    private async Task<string> AddAsync(TaskRecord record) => (await Service.AddAsync(record)).Id.ToString();

    private Task<JsonElement> PageAsync(string query) => CallAsync("GET /v1/tasks" + query).JsonAsync();

    private static List<string?> IdsOf(JsonElement list) => [.. list.Texts("data", "id")];
}
