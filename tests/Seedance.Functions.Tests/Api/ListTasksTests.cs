using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ListTasksTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public ListTasksTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task The_caller_s_tasks_come_newest_first_and_nobody_else_s()
    {
        var ids = await AddAsync(3);
        await _service.AddAsync(Samples.Record with { Client = "stranger" });
        await _service.AddAsync(Samples.Record with { Client = "studio2" });

        var list = await PageAsync("");

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal(ids.Reverse(), IdsOf(list));
        Assert.False(list.GetProperty("has_more").GetBoolean());
        Assert.False(list.TryGetProperty("next_cursor", out _));
    }

    [Fact]
    public async Task A_listed_task_says_all_that_the_task_itself_says()
    {
        var record = await _service.AddAsync(Samples.Record with
        {
            State = TaskState.Completed,
            Stage = TaskStage.Done,
            Progress = 100,
            CreditsReserved = 2.5m,
            CreditsCharged = 2.25m,
            ProviderTaskId = Samples.ProviderTaskId,
            WokenBy = "webhook",
            UpdatedAt = Samples.Now.AddSeconds(9),
            Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
        });
        var failed = await _service.AddAsync(Samples.Record with
        {
            Id = TaskId.New(Samples.Now.AddSeconds(-1)),
            State = TaskState.Failed,
            Stage = TaskStage.Done,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderMessage = "no" },
        });

        var tasks = (await PageAsync("")).GetProperty("data").EnumerateArray().Select(task => task.GetRawText()).ToList();

        Assert.Equal(
            [await TaskAsync(record.Id), await TaskAsync(failed.Id)],
            tasks);

        async Task<string> TaskAsync(TaskId id) => Http.JsonOf(await _doors.GetTaskAsync(id.ToString())).GetRawText();
    }

    [Fact]
    public async Task A_page_has_20_unless_asked_for_1_to_100()
    {
        await AddAsync(101);

        Assert.Equal(20, IdsOf(await PageAsync("")).Count);
        Assert.Single(IdsOf(await PageAsync("?limit=1")));
        Assert.Equal(100, IdsOf(await PageAsync("?limit=100")).Count);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_while_tasks_are_added()
    {
        var ids = await AddAsync(7);
        var seen = new List<string>();
        var query = "?limit=3";
        while (true)
        {
            var page = await PageAsync(query);
            seen.AddRange(IdsOf(page));
            if (!page.GetProperty("has_more").GetBoolean()) break;
            query = $"?limit=3&cursor={page.GetProperty("next_cursor").GetString()}";
            await _service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddHours(1)) });
        }

        Assert.Equal(ids.Reverse(), seen);
    }

    [Fact]
    public async Task The_last_page_is_the_last_even_when_it_is_full()
    {
        await AddAsync(6);
        var first = await PageAsync("?limit=3");

        var second = await PageAsync($"?limit=3&cursor={first.GetProperty("next_cursor").GetString()}");

        Assert.Equal(3, IdsOf(second).Count);
        Assert.False(second.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task Lists_are_filtered_by_status_and_model()
    {
        var done = await AddAsync(Samples.Record with { State = TaskState.Completed, Stage = TaskStage.Done });
        var fast = await AddAsync(Samples.Record with
        {
            State = TaskState.Completed,
            Stage = TaskStage.Done,
            Request = Samples.Request with { Model = "seedance-2.0-fast-text-to-video" },
        });
        await AddAsync(Samples.Record);

        Assert.Equal(Sorted(done, fast), Sorted(IdsOf(await PageAsync("?status=completed"))));
        Assert.Equal([fast], IdsOf(await PageAsync("?model=seedance-2.0-fast-text-to-video")));
        Assert.Equal([done], IdsOf(await PageAsync("?model=seedance-2.0-text-to-video&status=completed")));
        Assert.Empty(IdsOf(await PageAsync("?status=cancelled")));
    }

    [Theory]
    [InlineData("?created_after={0}", new[] { 3, 2 })]
    [InlineData("?created_before={0}", new[] { 0 })]
    [InlineData("?created_after={-1}&created_before={2}", new[] { 2, 1 })]
    [InlineData("?created_after=2026-03-01T12:00:01Z", new[] { 3, 2 })]
    [InlineData("?created_after=2026-03-01T12:00:01.5Z", new[] { 3, 2 })]
    [InlineData("?created_after=2026-03-01T12:00:00.999Z", new[] { 3, 2, 1 })]
    [InlineData("?created_before=2026-03-01T12:00:01.5Z", new[] { 1, 0 })]
    [InlineData("?created_before=2026-03-01T13:00:01%2B01:00", new[] { 0 })]
    [InlineData("?created_before=2026-03-01T13:00:01+01:00", new[] { 0 })]
    [InlineData("?created_after=2026-03-01", new[] { 3, 2, 1, 0 })]
    [InlineData("?created_before=0", new int[0])]
    [InlineData("?created_after=9999999999", new int[0])]
    [InlineData("?created_after=0001-01-01&created_before=9999-12-31", new[] { 3, 2, 1, 0 })]
    public async Task Lists_are_cut_by_creation_time_both_ends_excluded(string query, int[] expected)
    {
        var ids = await AddAsync(4);
        var at = Samples.Now.AddSeconds(1).ToUnixTimeSeconds();
        query = query.Replace("{0}", $"{at}", StringComparison.Ordinal)
            .Replace("{-1}", $"{at - 1}", StringComparison.Ordinal).Replace("{2}", $"{at + 2}", StringComparison.Ordinal);

        Assert.Equal(expected.Select(i => ids[i]), IdsOf(await PageAsync(query)));
    }

    [Fact]
    public async Task Filters_hold_over_all_pages()
    {
        var wanted = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var state = i % 2 == 0 ? TaskState.Completed : TaskState.Failed;
            var record = Samples.Record with { Id = TaskId.New(Samples.Now.AddSeconds(i)), State = state, Stage = TaskStage.Done };
            var id = await AddAsync(record);
            if (i is > 1 and < 9 && state == TaskState.Completed) wanted.Insert(0, id);
        }
        var query = $"?status=completed&limit=1&created_after={Samples.Now.AddSeconds(1).ToUnixTimeSeconds()}";

        var seen = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = await PageAsync(query + cursor);
            seen.AddRange(IdsOf(page));
            if (!page.GetProperty("has_more").GetBoolean()) break;
            cursor = $"&cursor={page.GetProperty("next_cursor").GetString()}";
        }

        Assert.Equal(wanted, seen);
    }

    [Fact]
    public async Task A_cursor_that_was_changed_is_refused_at_every_place()
    {
        await AddAsync(2);
        var cursor = (await PageAsync("?limit=1")).GetProperty("next_cursor").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await _doors.ListAsync($"?cursor={cursor}")).StatusCode);

        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            var response = await _doors.ListAsync($"?cursor={changed}");
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"character {i}");
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.ListAsync($"?cursor={cursor[..^1]}")).StatusCode);
    }

    [Fact]
    public async Task A_cursor_goes_on_with_its_own_list_only()
    {
        _service.Options.AllowAnonymous = true;
        await AddAsync(2);
        await _service.AddAsync(Samples.Record with { Client = "anonymous" });
        var cursor = (await PageAsync("?limit=1&created_after=1")).GetProperty("next_cursor").GetString();

        Assert.Equal(HttpStatusCode.OK, (await _doors.ListAsync($"?created_after=1&limit=2&cursor={cursor}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.ListAsync($"?created_after=2&cursor={cursor}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.ListAsync($"?created_after=1&status=pending&cursor={cursor}")).StatusCode);
        var anonymous = Http.Request($"{FrontDoors.Origin}/v1/tasks?created_after=1&cursor={cursor}", authorization: null);
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.ListAsync(anonymous)).StatusCode);
    }

    [Fact]
    public async Task Without_a_link_key_another_secret_signs_and_without_any_there_is_one_page()
    {
        await AddAsync(2);
        _service.Options.LinkKey = null;
        var byWebhookKey = (await PageAsync("?limit=1")).GetProperty("next_cursor").GetString();
        _service.Options.WebhookKey = null;
        var byApiKey = (await PageAsync("?limit=1")).GetProperty("next_cursor").GetString();
        _service.Options.Providers.Clear();

        Assert.NotEqual(byWebhookKey, byApiKey);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.ListAsync("?limit=1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _doors.ListAsync("?limit=2")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.ListAsync($"?cursor={byApiKey}")).StatusCode);
    }

    [Fact]
    public async Task A_plain_page_is_one_table_operation()
    {
        await AddAsync(30);
        var before = _service.Table.Operations;

        await PageAsync("?limit=25");

        Assert.Equal(1, _service.Table.Operations - before);
    }

    [Fact]
    public async Task However_rare_what_is_looked_for_a_request_reads_a_thousand_rows_at_the_most()
    {
        await AddAsync(1100);
        var yesterday = TaskId.New(Samples.Now.AddDays(-1));
        var old = await AddAsync(Samples.Record with { Id = yesterday, State = TaskState.Failed, Stage = TaskStage.Done });
        var before = _service.Table.Operations;

        var first = await PageAsync("?status=failed");

        Assert.Equal(4, _service.Table.Operations - before);
        Assert.Empty(IdsOf(first));
        Assert.True(first.GetProperty("has_more").GetBoolean());
        var second = await PageAsync($"?status=failed&cursor={first.GetProperty("next_cursor").GetString()}");
        Assert.Equal([old], IdsOf(second));
        Assert.False(second.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task Without_a_valid_key_nothing_is_read()
    {
        var response = await _doors.ListAsync(Http.Request($"{FrontDoors.Origin}/v1/tasks", authorization: "Bearer wrong"));

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, FrontDoors.Header(response, "WWW-Authenticate")));
        Assert.Equal(0, _service.Table.Operations);
    }

    private async Task<string[]> AddAsync(int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++) ids[i] = await AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now.AddSeconds(i)) });
        return ids;
    }

    private async Task<string> AddAsync(TaskRecord record) => (await _service.AddAsync(record)).Id.ToString();

    private async Task<JsonElement> PageAsync(string query)
    {
        var response = await _doors.ListAsync(query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Http.JsonOf(response);
    }

    private static List<string> IdsOf(JsonElement list)
        => [.. list.GetProperty("data").EnumerateArray().Select(task => task.GetProperty("id").GetString()!)];

    private static IEnumerable<string> Sorted(params IEnumerable<string> ids) => ids.Order(StringComparer.Ordinal);
}
