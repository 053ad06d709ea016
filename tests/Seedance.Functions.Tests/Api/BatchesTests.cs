namespace Seedance.Functions.Tests.Api;

public class BatchesTests : DoorTest
{
    private const string One = Body;

    [Fact]
    public async Task A_batch_is_recorded_with_its_tasks_and_started_by_one_orchestration()
    {
        var batch = await CreateAsync(Requests(3, ""","concurrency":2""")).JsonAsync();

        var id = batch.Text("id");
        var (name, input, instance) = Assert.Single(Orchestrations.ScheduledBatches);
        Assert.Equal((nameof(GenerateBatch), id, 2, "2"), (name, instance, input.Concurrency, batch.Text("concurrency")));
        Assert.Equal(3, IdsOf(batch).Distinct().Count());
        Assert.Equal(IdsOf(batch), input.Generations.Select(generation => generation.Task.TaskId.ToString()));
        Assert.All(input.Generations, generation => Assert.Equal(id, generation.Batch));
        Assert.Empty(Orchestrations.Scheduled);
        Assert.Equal(id, (await CallAsync($"GET /v1/tasks/{IdsOf(batch)[0]}").JsonAsync()).Text("batch_id"));
    }

    [Fact]
    public async Task Fifty_are_allowed_and_their_create_is_seven_storage_operations_at_most()
    {
        Service.Options.Clients[Samples.Client].DailyCredits = 5000;

        var batch = await CreateAsync(Requests(50), ("Idempotency-Key", "k")).JsonAsync();

        Assert.Equal((50, "50"), (IdsOf(batch).Count, batch.Text("concurrency")));
        Assert.Equal("INVALID_BATCH_SIZE", (await CreateAsync(Requests(51))).Json().Text("error.errors.0.code"));
        Assert.InRange(
            Service.Tables.GetTableClient(ClientBudgets.TableName).Operations + Service.Table.Operations + Doors.KeyTable.Operations, 1, 7);
    }

    [Fact]
    public async Task One_query_shows_every_task_by_two_storage_operations()
    {
        var created = await CreateAsync(Requests(3)).JsonAsync();
        var call = $"GET /v1/videos/batches/{created.Text("id")}";
        await EndAsync(created, 0, TaskState.Completed);
        await EndAsync(created, 1, TaskState.Failed);
        var before = Service.Table.Operations;

        var response = await CallAsync(call);

        Assert.Equal((2, true), (Service.Table.Operations - before, response.Header("Retry-After") is not null));
        Assert.Equal("""{"pending":1,"processing":0,"completed":1,"failed":1,"cancelled":0}""", response.Json().Text("counts"));
        Assert.Equal("processing", response.Json().Text("status"));
        Assert.Equal(IdsOf(created), IdsOf(response.Json()));
        await EndAsync(created, 2, TaskState.Cancelled);
        var ended = await CallAsync(call);
        Assert.Equal(("completed", null), (ended.Json().Text("status"), ended.Header("Retry-After")));
        Assert.Equal(HttpStatusCode.NotModified, (await CallAsync(call, "", ("If-None-Match", ended.Header("ETag")))).StatusCode);
    }

    [Fact]
    public async Task Another_clients_batch_and_an_unknown_one_are_not_found()
    {
        Service.Options.AllowAnonymous = true;
        var id = (await CreateAsync(Requests(1), NoKey).JsonAsync()).Text("id")!;

        Assert.Equal(HttpStatusCode.OK, (await CallAsync($"GET /v1/videos/batches/{id}", "", NoKey)).StatusCode);
        foreach (var other in new[] { id, "batch-1772366400-0123456789abcdef", "batch-x", id[2..] })
        {
            var response = await CallAsync($"GET /v1/videos/batches/{other}");
            Assert.Equal((HttpStatusCode.NotFound, "batch_not_found"), (response.StatusCode, response.Json().Text("error.code")));
        }
    }

    [Theory]
    [InlineData("", "INVALID_JSON ")]
    [InlineData("null", "INVALID_JSON ")]
    [InlineData("{\"requests\":[" + One + "],\"\\ud800\":1}", "INVALID_JSON ")]
    [InlineData("{}", "INVALID_BATCH_SIZE requests")]
    [InlineData("{\"requests\":[]}", "INVALID_BATCH_SIZE requests")]
    [InlineData("{\"requests\":null}", "INVALID_PARAMETER_TYPE requests")]
    [InlineData("{\"requests\":[[]]}", "INVALID_PARAMETER_TYPE requests[0]")]
    [InlineData("{\"requests\":[" + One + "],\"requests\":[" + One + "]}", "DUPLICATE_PARAMETER requests")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":0}", "INVALID_CONCURRENCY concurrency")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":51}", "INVALID_CONCURRENCY concurrency")]
    [InlineData("{\"requests\":[" + One + "],\"concurrency\":1.5}", "INVALID_CONCURRENCY concurrency")]
    [InlineData(
        "{\"requests\":[" + One + ",{\"model\":\"seedance-2.0\",\"prompt\":\"\",\"duration\":99},7,"
        + "{\"model\":\"seedance-2.0\",\"prompt\":\"x\",\"promt\":1}],\"speed\":1}",
        "UNKNOWN_PARAMETER speed, INVALID_PROMPT requests[1].prompt, INVALID_DURATION requests[1].duration, "
        + "INVALID_PARAMETER_TYPE requests[2], UNKNOWN_PARAMETER requests[3].promt, IDEMPOTENCY_KEY_INVALID Idempotency-Key",
        "")]
    public async Task What_is_no_batch_is_a_400_that_names_every_reason(string body, string violations, string? key = null)
    {
        var response = await CreateAsync(body, ("Idempotency-Key", key));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var named = response.Json().GetProperty("error").GetProperty("errors").EnumerateArray();
        Assert.Equal(violations, string.Join(", ", named.Select(each => $"{each.Text("code")} {each.Text("param")}")));
        AssertNothingStarted();
    }

    [Fact]
    public async Task The_budget_holds_all_of_it_or_none()
    {
        Service.Options.Clients[Samples.Client].DailyCredits = 200;

        Assert.Equal(HttpStatusCode.PaymentRequired, (await CreateAsync(Requests(3))).StatusCode);
        AssertNothingStarted();
        Assert.Equal(HttpStatusCode.OK, (await CreateAsync(Requests(2))).StatusCode);
    }

    private Task<HttpResponseMessage> CreateAsync(string body, params (string, string?)[] headers) => CallAsync(Batch, body, headers);

    private static string Requests(int count, string more = "")
        => $$"""{"requests":[{{string.Join(',', Enumerable.Repeat(One, count))}}]{{more}}}""";

    private static List<string?> IdsOf(JsonElement batch) => [.. batch.Texts("tasks", "id")];

    private Task EndAsync(JsonElement batch, int index, TaskState state) => Service.ChangeBehindTheirBackAsync(
        Samples.Record with { Id = IdOf(IdsOf(batch)[index]) }, record => record.Move(state, TaskStage.Done, "over", Samples.Now));
}
