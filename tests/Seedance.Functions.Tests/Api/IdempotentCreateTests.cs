using System.Net;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class IdempotentCreateTests
{
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow"}""";
    private const string OtherBody = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the rain"}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public IdempotentCreateTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task The_first_use_of_a_key_is_an_ordinary_create()
    {
        var response = await KeyedAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(FrontDoors.Header(response, "Idempotency-Replayed"));
        Assert.Equal(IdOf(response), Assert.Single(_doors.Orchestrations.Scheduled).InstanceId);
    }

    [Fact]
    public async Task The_same_key_and_request_gives_the_first_task_back_as_it_is_now()
    {
        var id = IdOf(await KeyedAsync(Body));
        await ChangeAsync(id, record => record with { State = TaskState.Processing, Stage = TaskStage.Waiting, Progress = 40 });

        var response = await KeyedAsync(
            """{ "prompt": "A fox in the snow", "model": "seedance-2.0-text-to-video", "duration": 5 }""", "\"key\"");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("true", FrontDoors.Header(response, "Idempotency-Replayed"));
        var task = Http.JsonOf(response);
        Assert.Equal(id, task.GetProperty("id").GetString());
        Assert.Equal(("processing", 40), (task.GetProperty("status").GetString(), task.GetProperty("progress").GetInt32()));
        Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Single(Records);
    }

    [Fact]
    public async Task The_same_key_and_another_request_is_a_422_and_starts_nothing()
    {
        await KeyedAsync(Body);

        var response = await KeyedAsync(OtherBody);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("idempotency_conflict", Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString());
        Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Single(Records);
    }

    [Fact]
    public async Task Another_key_is_another_task()
        => Assert.NotEqual(IdOf(await KeyedAsync(Body, "one")), IdOf(await KeyedAsync(Body, "two")));

    [Fact]
    public async Task Without_a_key_every_request_is_its_own_task()
        => Assert.NotEqual(IdOf(await _doors.CreateAsync(Body)), IdOf(await _doors.CreateAsync(Body)));

    [Fact]
    public async Task A_refused_request_does_not_use_the_key_up()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await KeyedAsync("""{"model":"seedance-2.0-text-to-video"}""")).StatusCode);
        Assert.Empty(_doors.KeyTable.Rows);

        Assert.Null(FrontDoors.Header(await KeyedAsync(Body), "Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_key_that_is_not_well_formed_is_refused_together_with_all_else_that_is_wrong()
    {
        var response = await KeyedAsync("""{"model":"seedance-2.0-text-to-video"}""", new string('k', 129));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            ["INVALID_PROMPT", "IDEMPOTENCY_KEY_INVALID"],
            Http.JsonOf(response).GetProperty("error").GetProperty("errors").EnumerateArray()
                .Select(each => each.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await KeyedAsync(Body, "")).StatusCode);
        Assert.Empty(Records);
    }

    [Fact]
    public async Task A_hundred_at_once_are_one_task_whoever_is_first()
    {
        _doors.KeyTable.Pause = Mix;
        _service.Table.Pause = Mix;

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => KeyedAsync(Body))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        var id = Assert.Single(responses.Select(IdOf).Distinct());
        Assert.Single(responses, response => FrontDoors.Header(response, "Idempotency-Replayed") is null);
        Assert.Equal(id, Assert.Single(_doors.Orchestrations.Scheduled).InstanceId);
        Assert.Equal(id, Assert.Single(Records).GetString("TaskId"));

        static async Task Mix()
        {
            for (var i = Random.Shared.Next(4); i > 0; i--) await Task.Yield();
        }
    }

    [Fact]
    public async Task Of_a_hundred_different_requests_at_once_one_is_served_and_the_others_are_told()
    {
        _doors.KeyTable.Pause = async () => await Task.Yield();

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            () => KeyedAsync(Body.Replace("snow", $"snow {i}", StringComparison.Ordinal)))));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.OK);
        Assert.Equal(99, responses.Count(response => response.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Single(_doors.Orchestrations.Scheduled);
    }

    [Fact]
    public async Task Whoever_comes_after_a_crash_carries_on_with_the_very_same_task()
    {
        _service.Table.Failure = new RequestFailedException(503, "out of reach");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await KeyedAsync(Body)).StatusCode);
        _service.Table.Failure = null;
        var promised = _doors.KeyTable.Rows.Single(row => row.ContainsKey("TaskId")).GetString("TaskId");
        _service.Time.Advance(TimeSpan.FromHours(3));

        var response = await KeyedAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(FrontDoors.Header(response, "Idempotency-Replayed"));
        Assert.Equal(promised, IdOf(response));
        Assert.Equal(promised, Assert.Single(_doors.Orchestrations.Scheduled).InstanceId);
        // The time a task shows is the one its id, and so its place in lists, is made of.
        Assert.Equal(Samples.Now.ToUnixTimeSeconds(), Http.JsonOf(response).GetProperty("created").GetInt64());
    }

    [Fact]
    public async Task After_a_crash_too_the_key_stands_for_its_first_request_only()
    {
        _service.Table.Failure = new RequestFailedException(503, "out of reach");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await KeyedAsync(Body)).StatusCode);
        _service.Table.Failure = null;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await KeyedAsync(OtherBody)).StatusCode);
    }

    [Fact]
    public async Task Who_was_overtaken_between_key_and_record_gives_back_the_other_s_task()
    {
        HttpResponseMessage? overtaking = null;
        _service.Table.Pause = async () =>
        {
            _service.Table.Pause = () => Task.CompletedTask;
            overtaking = await KeyedAsync(Body);
        };

        var overtaken = await KeyedAsync(Body);

        Assert.Equal(IdOf(overtaking!), IdOf(overtaken));
        Assert.Null(FrontDoors.Header(overtaking!, "Idempotency-Replayed"));
        Assert.Equal("true", FrontDoors.Header(overtaken, "Idempotency-Replayed"));
        Assert.Single(_doors.Orchestrations.Scheduled);
    }

    [Fact]
    public async Task A_keyed_task_whose_orchestration_could_not_be_started_stays_for_the_sweep()
    {
        _doors.Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");
        var id = IdOf(await KeyedAsync(Body));
        _doors.Orchestrations.OnSchedule = () => { };

        Assert.Equal(id, IdOf(await KeyedAsync(Body)));
        var open = Assert.Single(await _service.Records.FindOpenAsync(Samples.Client, null, 10, CancellationToken.None));
        Assert.Equal(id, open.ToString());
    }

    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(true, 1, 1)]
    public async Task A_create_writes_once_for_the_task_and_once_for_a_key(bool keyed, int forTask, int forKey)
    {
        await (keyed ? KeyedAsync(Body) : _doors.CreateAsync(Body));

        Assert.Equal((forTask, forKey), (_service.Table.Operations, _doors.KeyTable.Operations));
        Assert.Single(_doors.Orchestrations.Scheduled);
    }

    [Fact]
    public async Task A_replay_is_three_operations()
    {
        await KeyedAsync(Body);
        var before = _service.Table.Operations + _doors.KeyTable.Operations;

        await KeyedAsync(Body);

        Assert.Equal(3, _service.Table.Operations + _doors.KeyTable.Operations - before);
    }

    private IEnumerable<Azure.Data.Tables.TableEntity> Records => _service.Table.Rows.Where(row => row.ContainsKey("TaskId"));

    private Task<HttpResponseMessage> KeyedAsync(string body, string key = "key") => _doors.CreateAsync(body, ("Idempotency-Key", key));

    private async Task ChangeAsync(string id, Func<TaskRecord, TaskRecord> change)
    {
        Assert.True(TaskId.TryParse(id, out var taskId));
        await _service.Records.ChangeAsync(Samples.Client, taskId, change, CancellationToken.None);
    }

    private static string IdOf(HttpResponseMessage response) => Http.JsonOf(response).GetProperty("id").GetString()!;
}
