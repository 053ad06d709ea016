using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class AsyncPatternTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow"}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public AsyncPatternTests() => _doors = new FrontDoors(_service);

    [Theory]
    [InlineData("respond-async")]
    [InlineData("Respond-Async")]
    [InlineData("wait=10, respond-async;foo=bar")]
    public async Task Who_prefers_it_gets_202_and_where_and_when_to_ask(string prefer)
    {
        var response = await _doors.CreateAsync(Body, ("Prefer", prefer));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = Http.JsonOf(response).GetProperty("id").GetString();
        Assert.Equal($"https://videos.example.com/v1/operations/{id}", FrontDoors.Header(response, "Location"));
        Assert.Equal("5", FrontDoors.Header(response, "Retry-After"));
        Assert.Equal("respond-async", FrontDoors.Header(response, "Preference-Applied"));
    }

    [Theory]
    [InlineData("respond-asynchronously")]
    [InlineData("return=minimal")]
    [InlineData("x=respond-async")]
    public async Task Everyone_else_gets_200(string prefer)
    {
        var response = await _doors.CreateAsync(Body, ("Prefer", prefer));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(FrontDoors.Header(response, "Location"));
        Assert.Null(FrontDoors.Header(response, "Preference-Applied"));
    }

    [Fact]
    public async Task A_replay_that_finds_its_task_finished_has_nothing_to_wait_for()
    {
        var first = await _doors.CreateAsync(Body, ("Prefer", "respond-async"), ("Idempotency-Key", "key"));
        Assert.True(TaskId.TryParse(Http.JsonOf(first).GetProperty("id").GetString(), out var id));
        await _service.Records.ChangeAsync(
            Samples.Client, id, record => record.Move(TaskState.Failed, TaskStage.Done, "over", Samples.Now), CancellationToken.None);

        var replay = await _doors.CreateAsync(Body, ("Prefer", "respond-async"), ("Idempotency-Key", "key"));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (first.StatusCode, replay.StatusCode));
        Assert.Null(FrontDoors.Header(replay, "Preference-Applied"));
        Assert.Null(FrontDoors.Header(replay, "Retry-After"));
    }

    [Theory]
    [InlineData(TaskState.Pending, TaskStage.Queued)]
    [InlineData(TaskState.Processing, TaskStage.Waiting)]
    [InlineData(TaskState.Processing, TaskStage.Storing)]
    public async Task An_operation_under_way_is_a_202_that_says_where_and_when_to_ask_again(TaskState state, TaskStage stage)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state, Stage = stage });

        var response = await _doors.GetOperationAsync(record.Id.ToString());

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"https://videos.example.com/v1/operations/{record.Id}", FrontDoors.Header(response, "Location"));
        Assert.InRange(int.Parse(FrontDoors.Header(response, "Retry-After")!), 1, 10);
        Assert.Equal(state.Word(), Http.JsonOf(response).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Failed)]
    [InlineData(TaskState.Cancelled)]
    public async Task An_operation_that_is_over_is_a_200_with_the_task(TaskState state)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state, Stage = TaskStage.Done });

        var response = await _doors.GetOperationAsync(record.Id.ToString());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(FrontDoors.Header(response, "Retry-After"));
        Assert.Null(FrontDoors.Header(response, "Location"));
        Assert.Equal(record.Id.ToString(), Http.JsonOf(response).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Operations_are_refused_and_hidden_as_tasks_are()
    {
        var foreign = await _service.AddAsync(Samples.Record with { Client = "stranger" });

        Assert.Equal(HttpStatusCode.NotFound, (await _doors.GetOperationAsync(foreign.Id.ToString())).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _doors.GetOperationAsync("unknown")).StatusCode);
        var refused = await _doors.GetOperationAsync(foreign.Id.ToString(), Http.Request(authorization: "Bearer wrong"));
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refused.StatusCode, FrontDoors.Header(refused, "WWW-Authenticate")));
    }

    [Fact]
    public async Task An_operation_is_read_by_one_table_operation()
    {
        var record = await _service.AddAsync(Samples.Record);
        var before = _service.Table.Operations;

        await _doors.GetOperationAsync(record.Id.ToString());

        Assert.Equal(1, _service.Table.Operations - before);
    }
}
