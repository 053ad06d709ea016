using System.Net;
using Azure;
using Azure.Data.Tables;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

/// <summary>One idempotency key is one task, or one batch, however many requests carry it and whatever fails in between.</summary>
public class IdempotencyTests
{
    private const string Single = "POST /v1/videos/generations";
    private const string Batch = "POST /v1/videos/batches";
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow"}""";
    private const string OtherBody = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the rain"}""";
    private const string BatchBody = $$"""{"requests":[{{Body}},{{Body}},{{Body}}]}""";
    private const string OtherBatchBody = $$"""{"requests":[{{Body}},{{Body}},{{Body}}],"concurrency":1}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public IdempotencyTests() => _doors = new FrontDoors(_service);

    private IEnumerable<TableEntity> Records => _service.Table.Rows.Where(row => row.ContainsKey("TaskId"));

    private int Started => _doors.Orchestrations.Scheduled.Count + _doors.Orchestrations.ScheduledBatches.Count;

    [Fact]
    public async Task The_same_key_and_request_gives_the_first_task_as_it_is_now()
    {
        var first = await KeyedAsync(Single, Body);
        Assert.True(TaskId.TryParse(IdOf(first), out var id));
        await _service.ChangeBehindTheirBackAsync(Samples.Record with { Id = id }, record => record with { Progress = 40 });

        var replay = await KeyedAsync(
            Single, """{ "prompt": "A fox in the snow", "model": "seedance-2.0-text-to-video", "duration": 5 }""", "\"key\"");

        Assert.Equal((null, "true"), (Replayed(first), Replayed(replay)));
        Assert.Equal((IdOf(first), "40"), (IdOf(replay), replay.Json().Text("progress")));
        Assert.Equal((1, 1), (Started, Records.Count()));
    }

    [Theory]
    [InlineData(Single, Body, Single, OtherBody)]
    [InlineData(Batch, BatchBody, Batch, OtherBatchBody)]
    [InlineData(Batch, BatchBody, Single, Body)]
    public async Task The_same_key_and_another_request_is_a_422_and_starts_nothing(string call, string body, string otherCall, string other)
    {
        await KeyedAsync(call, body);

        var response = await KeyedAsync(otherCall, other);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_conflict"), (response.StatusCode, response.Json().Text("error.code")));
        Assert.Equal(1, Started);
    }

    [Fact]
    public async Task Another_key_and_no_key_are_other_tasks()
    {
        string?[] ids =
        [
            IdOf(await KeyedAsync(Single, Body, "one")), IdOf(await KeyedAsync(Single, Body, "two")),
            IdOf(await _doors.CreateAsync(Body)), IdOf(await _doors.CreateAsync(Body)),
        ];

        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_refused_request_does_not_use_the_key_up()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await KeyedAsync(Single, "{}")).StatusCode);
        Assert.Empty(_doors.KeyTable.Rows);

        Assert.Null(Replayed(await KeyedAsync(Single, Body)));
    }

    [Fact]
    public async Task A_malformed_key_is_refused_together_with_all_else_that_is_wrong()
    {
        var response = await KeyedAsync(Single, """{"model":"seedance-2.0-text-to-video"}""", new string('k', 129));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["INVALID_PROMPT", "IDEMPOTENCY_KEY_INVALID"], response.Json().Texts("error.errors", "code"));
        Assert.Equal(HttpStatusCode.BadRequest, (await KeyedAsync(Single, Body, "")).StatusCode);
    }

    [Theory]
    [InlineData(Single, Body, 100, 1)]
    [InlineData(Batch, BatchBody, 10, 3)]
    public async Task Many_requests_at_once_start_once(string call, string body, int requests, int tasks)
    {
        _doors.KeyTable.Pause = _service.Table.Pause = async () => await Task.Yield();

        var responses = await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => Task.Run(() => KeyedAsync(call, body))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Single(responses.Select(IdOf).Distinct());
        Assert.Single(responses, response => Replayed(response) is null);
        Assert.Equal((1, tasks), (Started, Records.Count()));
    }

    [Fact]
    public async Task Of_different_requests_at_once_one_starts_and_the_others_are_told()
    {
        _doors.KeyTable.Pause = async () => await Task.Yield();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            () => KeyedAsync(Single, Body.Replace("snow", $"snow {i}", StringComparison.Ordinal)))));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.OK);
        Assert.Equal(49, responses.Count(response => response.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(1, Started);
    }

    [Fact]
    public async Task A_retry_after_a_crash_continues_with_the_very_same_task()
    {
        _service.Table.Failure = new RequestFailedException(503, "out of reach");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await KeyedAsync(Single, Body)).StatusCode);
        _service.Table.Failure = null;
        var promised = _doors.KeyTable.Rows.Single(row => row.ContainsKey("TaskId")).GetString("TaskId");
        _service.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await KeyedAsync(Single, OtherBody)).StatusCode);

        var response = await KeyedAsync(Single, Body);

        Assert.Equal((null, promised), (Replayed(response), IdOf(response)));
        Assert.Equal(promised, Assert.Single(_doors.Orchestrations.Scheduled).InstanceId);
        // The time that a task shows is the one of its id, and so of its place in lists.
        Assert.Equal($"{Samples.Now.ToUnixTimeSeconds()}", response.Json().Text("created"));
    }

    [Fact]
    public async Task A_request_that_is_overtaken_between_key_and_record_gives_the_others_task()
    {
        HttpResponseMessage? overtaking = null;
        _service.Table.Pause = async () =>
        {
            _service.Table.Pause = () => Task.CompletedTask;
            overtaking = await KeyedAsync(Single, Body);
        };

        var overtaken = await KeyedAsync(Single, Body);

        Assert.Equal(IdOf(overtaking!), IdOf(overtaken));
        Assert.Equal((null, "true", 1), (Replayed(overtaking!), Replayed(overtaken), Started));
    }

    [Theory]
    [InlineData(Single, Body)]
    [InlineData(Batch, BatchBody)]
    public async Task What_is_recorded_under_a_key_and_not_started_is_left_to_the_sweep(string call, string body)
    {
        _doors.Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");
        var id = IdOf(await KeyedAsync(call, body));
        _doors.Orchestrations.OnSchedule = () => { };

        Assert.Equal(id, IdOf(await KeyedAsync(call, body)));
        Assert.Equal(Records.Count(), (await _service.Records.FindOpenAsync(Samples.Client, null, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_start_without_a_key_that_fails_leaves_nothing_that_could_cost_money()
    {
        _doors.Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");

        var response = await _doors.CreateAsync(Body);

        Assert.Equal((HttpStatusCode.InternalServerError, "internal_error"), (response.StatusCode, response.Json().Text("error.code")));
        Assert.Empty(_service.Table.Rows);
    }

    [Fact]
    public async Task A_start_whose_response_was_lost_is_a_start()
    {
        _doors.Orchestrations.OnSchedule = () =>
        {
            // The orchestration runs already when its start seems to fail.
            Assert.True(TaskId.TryParse(Records.Single().GetString("TaskId"), out var id));
            Task.Run(() => _service.ChangeBehindTheirBackAsync(Samples.Record with { Id = id }, record
                => record.Move(TaskState.Pending, TaskStage.Submitting, "submitting", Samples.Now) with { Submission = SubmissionState.Submitting })).Wait();
            throw new InvalidOperationException("The response was lost.");
        };

        Assert.Equal(HttpStatusCode.OK, (await _doors.CreateAsync(Body)).StatusCode);
        Assert.Single(Records);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_batch_that_fails_in_between_leaves_nothing_that_could_cost_money(int transaction)
    {
        // Of 45 tasks come three transactions of records and one of the batch; the response to one of them is lost.
        var count = 0;
        Action? after = null;
        _service.Table.AfterTransaction = after = () =>
        {
            if (++count == transaction) throw new RequestFailedException(500, "The response was lost.");
            _service.Table.AfterTransaction = after;
        };

        var response = await _doors.CallAsync(Batch, $$"""{"requests":[{{string.Join(',', Enumerable.Repeat(Body, 45))}}]}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(_service.Table.Rows);
        Assert.Equal(0, Started);
    }

    [Fact]
    public async Task What_a_slower_request_with_the_key_recorded_is_not_of_the_batch()
    {
        var created = await KeyedAsync(Batch, BatchBody);
        Assert.True(BatchId.TryParse(IdOf(created), out var id));
        for (var i = 0; i < 20; i++) await _service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now), BatchId = id });

        var batch = await _doors.CallAsync($"GET /v1/videos/batches/{id}").JsonAsync();

        Assert.Equal(created.Json().Texts("tasks", "id"), batch.Texts("tasks", "id"));
    }

    [Fact]
    public async Task A_create_writes_once_for_its_task_and_once_for_a_key_and_a_replay_takes_three()
    {
        await _doors.CreateAsync(Body);
        Assert.Equal((1, 0), (_service.Table.Operations, _doors.KeyTable.Operations));

        await KeyedAsync(Single, Body);
        Assert.Equal((2, 1), (_service.Table.Operations, _doors.KeyTable.Operations));

        await KeyedAsync(Single, Body);
        Assert.Equal(6, _service.Table.Operations + _doors.KeyTable.Operations);
    }

    private Task<HttpResponseMessage> KeyedAsync(string call, string body, string key = "key") => _doors.CallAsync(call, body, ("Idempotency-Key", key));

    private static string? IdOf(HttpResponseMessage response) => response.Json().Text("id");

    private static string? Replayed(HttpResponseMessage response) => response.Header("Idempotency-Replayed");
}
