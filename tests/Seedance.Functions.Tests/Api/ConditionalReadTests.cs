using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ConditionalReadTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public ConditionalReadTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task A_task_that_has_not_changed_is_a_304_without_a_body()
    {
        var record = await _service.AddAsync(Samples.Record);
        var tag = TagOf(await _doors.GetTaskAsync(record.Id.ToString()));

        var response = await _doors.GetTaskAsync(record.Id.ToString(), ("If-None-Match", tag));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(0, Http.LengthOf(response));
        Assert.Equal(tag, TagOf(response));
        Assert.NotNull(FrontDoors.Header(response, "Retry-After"));
    }

    [Fact]
    public async Task Every_visible_change_changes_the_tag()
    {
        var record = await _service.AddAsync(Samples.Record);
        var tag = TagOf(await _doors.GetTaskAsync(record.Id.ToString()));
        await _service.Records.ChangeAsync(record.Client, record.Id, current => current with { Progress = 1 }, CancellationToken.None);

        var response = await _doors.GetTaskAsync(record.Id.ToString(), ("If-None-Match", tag));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(tag, TagOf(response));
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("W/{0}", true)]
    [InlineData("\"other\", {0}", true)]
    [InlineData("*", true)]
    [InlineData("\"other\"", false)]
    [InlineData("", false)]
    [InlineData("{0}x", false)]
    public async Task A_tag_counts_alone_in_a_list_and_weak(string ifNoneMatch, bool known)
    {
        var record = await _service.AddAsync(Samples.Record);
        var tag = TagOf(await _doors.GetTaskAsync(record.Id.ToString()));

        var response = await _doors.GetTaskAsync(
            record.Id.ToString(), ("If-None-Match", ifNoneMatch.Replace("{0}", tag, StringComparison.Ordinal)));

        Assert.Equal(known ? HttpStatusCode.NotModified : HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_history_is_another_representation()
    {
        var record = await _service.AddAsync(Samples.Record);

        var plain = TagOf(await _doors.GetTaskAsync(record.Id.ToString()));
        var history = TagOf(await _doors.GetTaskAsync(record.Id.ToString(), FrontDoors.Request("/?include=history")));

        Assert.NotEqual(plain, history);
    }

    [Fact]
    public async Task The_other_front_door_has_tags_too()
    {
        var record = await _service.AddAsync(Samples.Record);
        var tag = TagOf(await _doors.GetStatusAsync($"?task_id={record.Id}"));

        Assert.Equal(HttpStatusCode.NotModified, (await _doors.GetStatusAsync($"?task_id={record.Id}", ("If-None-Match", tag))).StatusCode);
    }

    [Fact]
    public async Task An_unknown_task_is_not_found_whatever_the_caller_has()
        => Assert.Equal(HttpStatusCode.NotFound, (await _doors.GetTaskAsync("unknown", ("If-None-Match", "*"))).StatusCode);

    [Fact]
    public async Task A_wrong_include_is_named()
    {
        var record = await _service.AddAsync(Samples.Record);

        var response = await _doors.GetTaskAsync(record.Id.ToString(), FrontDoors.Request("/?include=histroy"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single(Http.JsonOf(response).GetProperty("error").GetProperty("errors").EnumerateArray());
        Assert.Equal(("include", "INVALID_PARAMETER"), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_task_is_read_by_one_table_operation()
    {
        var record = await _service.AddAsync(Samples.Record);
        var before = _service.Table.Operations;

        await _doors.GetTaskAsync(record.Id.ToString());
        await _doors.GetStatusAsync($"?task_id={record.Id}");

        Assert.Equal(2, _service.Table.Operations - before);
    }

    private static string TagOf(HttpResponseMessage response)
    {
        var tag = FrontDoors.Header(response, "ETag")!;
        Assert.Matches("^\"[A-Za-z0-9_-]{22}\"$", tag);
        return tag;
    }
}
