using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ListTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public ListTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task A_clients_tasks_come_newest_first_each_as_it_is_shown_alone()
    {
        await AddAsync(Samples.Completed with { Client = "stranger" });
        await AddAsync(Samples.Record with { Client = "studio2" });
        var old = await AddAsync(Samples.Record with
        {
            Id = TaskId.New(Samples.Now.AddSeconds(-1)),
            State = TaskState.Failed,
            Stage = TaskStage.Done,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderMessage = "no" },
        });
        var young = await AddAsync(Samples.Completed with { CreditsReserved = 2.5m, CreditsCharged = 2.25m, ProviderTaskId = "cgt-1", WokenBy = "poll" });

        var list = await PageAsync("");

        var (first, second) = (await _doors.CallAsync($"GET /v1/tasks/{young}").JsonAsync(), await _doors.CallAsync($"GET /v1/tasks/{old}").JsonAsync());
        Assert.Equal($$"""{"object":"list","data":[{{first}},{{second}}],"has_more":false}""", list.GetRawText());
    }

    [Fact]
    public async Task A_page_has_20_tasks_unless_asked_for_1_to_100_and_is_one_table_operation()
    {
        await AddAsync(101);
        var before = _service.Table.Operations;

        Assert.Equal(20, IdsOf(await PageAsync("")).Count);
        Assert.Single(IdsOf(await PageAsync("?limit=1")));
        Assert.Equal(2, _service.Table.Operations - before);
        Assert.Equal(100, IdsOf(await PageAsync("?limit=100")).Count);
    }

    [Fact]
    public async Task Pages_continue_where_the_last_one_ended_while_tasks_are_added()
    {
        var ids = await AddAsync(6);

        var seen = await AllAsync("?limit=3", () => AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddHours(1)) }));

        Assert.Equal(ids.Reverse(), seen);
    }

    [Fact]
    public async Task Filters_hold_over_all_pages()
    {
        var fast = Samples.Request with { Model = "seedance-2.0-fast-text-to-video" };
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await AddAsync(Samples.Record with
            {
                Id = TaskId.New(Samples.Now.AddSeconds(i)),
                State = i % 2 == 0 ? TaskState.Completed : TaskState.Failed,
                Stage = TaskStage.Done,
                Request = i < 5 ? Samples.Request : fast,
            }));
        }
        var after = Samples.Now.AddSeconds(1).ToUnixTimeSeconds();

        Assert.Equal([ids[8], ids[6], ids[4], ids[2]], await AllAsync($"?status=completed&limit=1&created_after={after}"));
        Assert.Equal([ids[8], ids[6]], await AllAsync("?status=completed&model=seedance-2.0-fast-text-to-video&limit=1"));
        Assert.Empty(await AllAsync("?status=cancelled"));
    }

    [Theory]
    [InlineData("?created_after=1772366401", new[] { 3, 2 })]
    [InlineData("?created_before=1772366401", new[] { 0 })]
    [InlineData("?created_after=1772366400&created_before=1772366403", new[] { 2, 1 })]
    [InlineData("?created_after=2026-03-01T12:00:01Z", new[] { 3, 2 })]
    [InlineData("?created_after=2026-03-01T12:00:01.5Z", new[] { 3, 2 })]
    [InlineData("?created_after=2026-03-01T12:00:00.999Z", new[] { 3, 2, 1 })]
    [InlineData("?created_before=2026-03-01T12:00:01.5Z", new[] { 1, 0 })]
    [InlineData("?created_before=2026-03-01T13:00:01%2B01:00", new[] { 0 })]
    [InlineData("?created_before=2026-03-01T13:00:01+01:00", new[] { 0 })]
    [InlineData("?created_after=2026-03-01", new[] { 3, 2, 1, 0 })]
    [InlineData("?created_before=0", new int[0])]
    [InlineData("?created_after=0001-01-01&created_before=9999-12-31", new[] { 3, 2, 1, 0 })]
    public async Task Lists_are_cut_by_creation_time_both_ends_excluded(string query, int[] expected)
    {
        var ids = await AddAsync(4);

        Assert.Equal(expected.Select(i => ids[i]), IdsOf(await PageAsync(query)));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("status=Completed", "status")]
    [InlineData("status=", "status")]
    [InlineData("model=' or 1 eq 1", "model")]
    [InlineData("created_after=yesterday", "created_after")]
    [InlineData("created_before=1772366400000", "created_before")]
    [InlineData("created_before=-1", "created_before")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("cursor=clé", "cursor")]
    [InlineData("limt", "limt")]
    [InlineData("page=1&limit=0&status=x", "page limit status")]
    public async Task Every_wrong_parameter_is_named(string query, string parameters)
    {
        var response = await _doors.CallAsync("GET /v1/tasks?" + query);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.StatusCode, response.Json().Text("error.code")));
        Assert.Equal(parameters, string.Join(' ', response.Json().Texts("error.errors", "param")));
    }

    [Fact]
    public async Task A_cursor_that_was_changed_is_refused_at_every_place()
    {
        await AddAsync(2);
        var cursor = (await PageAsync("?limit=1")).Text("next_cursor")!;
        Assert.Single(IdsOf(await PageAsync($"?cursor={cursor}")));

        for (var i = 0; i < cursor.Length; i++)
        {
            await AssertRefusedAsync($"?cursor={cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}");
        }
        await AssertRefusedAsync($"?cursor={cursor[..^1]}");
    }

    [Fact]
    public async Task A_cursor_continues_its_own_list_only()
    {
        _service.Options.AllowAnonymous = true;
        await AddAsync(2);
        var cursor = (await PageAsync("?limit=1&created_after=1")).Text("next_cursor");

        Assert.Single(IdsOf(await PageAsync($"?created_after=1&limit=2&cursor={cursor}")));
        await AssertRefusedAsync($"?created_after=2&cursor={cursor}");
        await AssertRefusedAsync($"?created_after=1&status=pending&cursor={cursor}");
        await AssertRefusedAsync($"?created_after=1&cursor={cursor}", ("Authorization", null));
    }

    [Theory]
    [InlineData(true, true, HttpStatusCode.OK)]
    [InlineData(false, true, HttpStatusCode.OK)]
    [InlineData(false, false, HttpStatusCode.ServiceUnavailable)]
    public async Task Any_secret_can_sign_and_without_one_there_is_one_page(bool webhookKey, bool providerKey, HttpStatusCode expected)
    {
        var options = Samples.Options;
        options.LinkKey = null;
        if (!webhookKey) options.WebhookKey = options.PublicBaseUrl = null;
        if (!providerKey) options.Providers.Clear();
        var service = new FakeService(options);
        await service.AddAsync(Samples.Record);
        await service.AddAsync(Samples.Record);

        Assert.Equal(expected, (await new FrontDoors(service).CallAsync("GET /v1/tasks?limit=1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await new FrontDoors(service).CallAsync("GET /v1/tasks?limit=2")).StatusCode);
    }

    [Fact]
    public async Task However_rare_what_is_wanted_a_request_reads_at_most_a_thousand_rows()
    {
        await AddAsync(1100);
        var old = await AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddDays(-1)), State = TaskState.Failed, Stage = TaskStage.Done });
        var before = _service.Table.Operations;

        var first = await PageAsync("?status=failed");

        Assert.Equal((4, 0, "true"), (_service.Table.Operations - before, IdsOf(first).Count, first.Text("has_more")));
        var second = await PageAsync($"?status=failed&cursor={first.Text("next_cursor")}");
        Assert.Equal([old], IdsOf(second));
        Assert.Equal("false", second.Text("has_more"));
    }

    private async Task AssertRefusedAsync(string query, params (string, string?)[] headers)
        => Assert.Equal(HttpStatusCode.BadRequest, (await _doors.CallAsync("GET /v1/tasks" + query, "", headers)).StatusCode);

    private async Task<List<string?>> AllAsync(string query, Func<Task>? between = null)
    {
        var seen = new List<string?>();
        for (var cursor = ""; ; cursor = $"&cursor={cursor}")
        {
            var page = await PageAsync(query + cursor);
            seen.AddRange(IdsOf(page));
            if (page.Text("has_more") == "false") return seen;
            cursor = page.Text("next_cursor");
            if (between is not null) await between();
        }
    }

    private async Task<string[]> AddAsync(int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++) ids[i] = await AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddSeconds(i)) });
        return ids;
    }

    private async Task<string> AddAsync(TaskRecord record) => (await _service.AddAsync(record)).Id.ToString();

    private Task<JsonElement> PageAsync(string query) => _doors.CallAsync("GET /v1/tasks" + query).JsonAsync();

    private static List<string?> IdsOf(JsonElement list) => [.. list.Texts("data", "id")];
}
