using System.Net;
using System.Text;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class BatchesTests
{
    private const string One = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";
    private const decimal Price = 67.5m;

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public BatchesTests()
    {
        _service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _service.Options.Clients[Samples.Client].DailyCredits = 50 * Price;
        _doors = new FrontDoors(_service);
    }

    private ObservedTable Budget => _service.Tables.GetTableClient(ClientBudgets.TableName);

    private int Operations => Budget.Operations + _service.Table.Operations + _doors.KeyTable.Operations;

    [Fact]
    public async Task A_batch_is_recorded_with_its_tasks_and_started_by_one_orchestration()
    {
        var batch = await CreateAsync(Body(3, ""","concurrency":2""")).JsonAsync();

        var id = batch.Text("id");
        Assert.Equal(("video.generation.batch", "pending", "2"), (batch.Text("object"), batch.Text("status"), batch.Text("concurrency")));
        Assert.Equal(3, IdsOf(batch).Distinct().Count());
        var (name, input, instance) = Assert.Single(_doors.Orchestrations.ScheduledBatches);
        Assert.Equal((nameof(GenerateBatch), id, 2), (name, instance, input.Concurrency));
        Assert.Equal(IdsOf(batch), input.Generations.Select(generation => generation.Task.TaskId.ToString()));
        Assert.All(input.Generations, generation => Assert.Equal(id, generation.Batch));
        Assert.Empty(_doors.Orchestrations.Scheduled);
        Assert.Equal(id, (await _doors.CallAsync($"GET /v1/tasks/{IdsOf(batch)[0]}").JsonAsync()).Text("batch_id"));
    }

    [Fact]
    public async Task Fifty_are_allowed_and_their_create_is_seven_storage_operations_at_most()
    {
        var batch = await CreateAsync(Body(50), ("Idempotency-Key", "k")).JsonAsync();

        Assert.Equal((50, "50"), (IdsOf(batch).Count, batch.Text("concurrency")));
        Assert.InRange(Operations, 1, 7);
    }

    [Fact]
    public async Task One_query_shows_every_task_by_two_storage_operations()
    {
        var created = await CreateAsync(Body(3)).JsonAsync();
        var call = $"GET /v1/videos/batches/{created.Text("id")}";
        await EndAsync(created, 0, TaskState.Completed);
        await EndAsync(created, 1, TaskState.Failed);
        var before = _service.Table.Operations;

        var response = await _doors.CallAsync(call);

        Assert.Equal(2, _service.Table.Operations - before);
        var batch = response.Json();
        Assert.Equal("processing", batch.Text("status"));
        Assert.Equal("""{"pending":1,"processing":0,"completed":1,"failed":1,"cancelled":0}""", batch.Text("counts"));
        Assert.Equal(IdsOf(created), IdsOf(batch));
        Assert.NotNull(response.Header("Retry-After"));

        await EndAsync(created, 2, TaskState.Cancelled);
        var ended = await _doors.CallAsync(call);
        Assert.Equal(("completed", null), (ended.Json().Text("status"), ended.Header("Retry-After")));
        Assert.Equal(HttpStatusCode.NotModified, (await _doors.CallAsync(call, "", ("If-None-Match", ended.Header("ETag")))).StatusCode);
    }

    [Fact]
    public async Task Another_clients_batch_and_an_unknown_one_are_not_found()
    {
        var id = (await CreateAsync(Body(1)).JsonAsync()).Text("id")!;
        _service.Options.AllowAnonymous = true;

        Assert.Equal(HttpStatusCode.NotFound, (await _doors.CallAsync($"GET /v1/videos/batches/{id}", "", ("Authorization", null))).StatusCode);
        foreach (var other in new[] { "batch-1772366400-0123456789abcdef", "batch-x", id.Replace("batch", "task", StringComparison.Ordinal) })
        {
            var response = await _doors.CallAsync($"GET /v1/videos/batches/{other}");
            Assert.Equal((HttpStatusCode.NotFound, "batch_not_found"), (response.StatusCode, response.Json().Text("error.code")));
        }
    }

    [Fact]
    public async Task Every_violation_of_every_request_is_named_and_nothing_is_started()
    {
        var response = await CreateAsync(
            $$$"""
            {"requests":[{{{One}}},{"model":"seedance-2.0-text-to-video","prompt":"","duration":99},{{{One}}},7,
            {"model":"seedance-2.0-text-to-video","promt":"x"}],"speed":1}
            """,
            ("Idempotency-Key", new string('k', 129)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            ["speed", "requests[1].prompt", "requests[1].duration", "requests[3]", "requests[4].promt", "requests[4].prompt", "Idempotency-Key"],
            response.Json().Texts("error.errors", "param"));
        AssertNothingStarted();
    }

    [Theory]
    [InlineData("", "INVALID_JSON", "The body is not valid JSON (line 1, byte 1).")]
    [InlineData("null", "INVALID_JSON", "The body must be a JSON object.")]
    [InlineData("[]", "INVALID_JSON", "The body must be a JSON object.")]
    [InlineData("{\n \"requests\":", "INVALID_JSON", "The body is not valid JSON (line 2, byte 13).")]
    [InlineData("{\"requests\":[" + One + "]} x", "INVALID_JSON", "The body is not valid JSON (line 1, byte 97).")]
    [InlineData("{\"requests\":[" + One + "],\"\\ud800\":1}", "INVALID_JSON", "The body contains text that is not valid Unicode.")]
    [InlineData("{}", "INVALID_BATCH_SIZE", "requests must be an array of 1 to 50 requests.")]
    [InlineData("{\"requests\":[]}", "INVALID_BATCH_SIZE", "requests holds 0 requests; it must hold 1 to 50.")]
    [InlineData("{\"requests\":null}", "INVALID_PARAMETER_TYPE", "requests must be an array of 1 to 50 requests.")]
    [InlineData("{\"requests\":[[]]}", "INVALID_PARAMETER_TYPE", "requests[0] must be an object.")]
    [InlineData("{\"requests\":[" + One + "],\"requests\":[" + One + "]}", "DUPLICATE_PARAMETER", "requests is given more than once.")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":0}", "INVALID_CONCURRENCY", "concurrency must be a whole number from 1 to 50.")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":51}", "INVALID_CONCURRENCY", "concurrency must be a whole number from 1 to 50.")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":1.5}", "INVALID_CONCURRENCY", "concurrency must be a whole number from 1 to 50.")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":{}}", "INVALID_CONCURRENCY", "concurrency must be a whole number from 1 to 50.")]
    public async Task What_is_no_batch_is_a_400_that_says_why(string body, string code, string message)
    {
        var response = await CreateAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single(response.Json().GetProperty("error").GetProperty("errors").EnumerateArray());
        Assert.Equal((code, message), (error.Text("code"), error.Text("message")));
        AssertNothingStarted();
    }

    [Fact]
    public async Task Of_more_than_fifty_the_first_fifty_are_validated()
    {
        var json = (await CreateAsync($$"""{"requests":[{},{{string.Join(',', Enumerable.Repeat("{}", 60))}}]}""")).Json();

        Assert.Equal("requests holds 61 requests; it must hold 1 to 50.", json.Text("error.errors.0.message"));
        Assert.Contains("requests[49].model", json.Texts("error.errors", "param"));
        Assert.DoesNotContain("requests[50].model", json.Texts("error.errors", "param"));
        AssertNothingStarted();
    }

    [Fact]
    public void Mutated_bytes_are_violations_or_a_valid_batch()
    {
        var random = new Random(7);
        var reader = new RequestReader(new RequestRules());
        var valid = Encoding.UTF8.GetBytes($$"""{"requests":[{{One}},{{One}}],"concurrency":2}""");
        for (var i = 0; i < 2000; i++)
        {
            var bytes = valid.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var body = BatchBody.Read(reader, bytes);

            Assert.True(body.Violations.Count > 0 || body.Requests.Count == 2);
        }
    }

    [Fact]
    public async Task The_budget_holds_all_of_it_or_none()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 2.9m * Price;

        var response = await CreateAsync(Body(3));

        Assert.Equal((HttpStatusCode.PaymentRequired, "insufficient_quota"), (response.StatusCode, response.Json().Text("error.code")));
        AssertNothingStarted();
        Assert.Equal(HttpStatusCode.OK, (await CreateAsync(Body(2))).StatusCode);
    }

    [Fact]
    public async Task Remarks_say_which_request_they_are_about()
    {
        var batch = await CreateAsync($$"""{"requests":[{{One}},{{One.Replace("A fox", "@Image1 is a fox", StringComparison.Ordinal)}}]}""").JsonAsync();

        Assert.StartsWith("requests[1]: ", batch.Text("warnings.0"), StringComparison.Ordinal);
        Assert.Null(batch.Text("warnings.1"));
    }

    private Task<HttpResponseMessage> CreateAsync(string body, params (string, string?)[] headers)
        => _doors.CallAsync("POST /v1/videos/batches", body, headers);

    private static string Body(int count, string more = "") => $$"""{"requests":[{{string.Join(',', Enumerable.Repeat(One, count))}}]{{more}}}""";

    private static List<string?> IdsOf(JsonElement batch) => [.. batch.Texts("tasks", "id")];

    private async Task EndAsync(JsonElement batch, int index, TaskState state)
    {
        Assert.True(TaskId.TryParse(IdsOf(batch)[index], out var id));
        await _service.ChangeBehindTheirBackAsync(
            Samples.Record with { Id = id }, record => record.Move(state, TaskStage.Done, "over", Samples.Now));
    }

    private void AssertNothingStarted()
    {
        Assert.Empty(_service.Table.Rows);
        Assert.Empty(_doors.Orchestrations.ScheduledBatches);
        Assert.DoesNotContain(Budget.Rows, row => row.RowKey == "total" && ClientBudgets.CreditsOf(row) > 0);
    }
}
