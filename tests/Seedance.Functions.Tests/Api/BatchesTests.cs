using System.Net;
using System.Text.Json;
using Azure;
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

    private decimal Total => Budget.Rows.Where(row => row.RowKey == "total").Sum(BudgetRow.CreditsOf);

    [Fact]
    public async Task A_batch_is_recorded_with_its_tasks_and_started_by_one_orchestration()
    {
        var answer = Http.JsonOf(await _doors.CreateBatchAsync(Body(3, ""","concurrency":2""")));

        var id = answer.GetProperty("id").GetString()!;
        Assert.StartsWith("batch-", id, StringComparison.Ordinal);
        Assert.Equal(("video.generation.batch", "pending", 2), (
            answer.GetProperty("object").GetString(), answer.GetProperty("status").GetString(), answer.GetProperty("concurrency").GetInt32()));
        var tasks = answer.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("id").GetString()!).ToList();
        Assert.Equal(3, tasks.Distinct().Count());
        var (name, input, instance) = Assert.Single(_doors.Orchestrations.ScheduledBatches);
        Assert.Equal((nameof(GenerateBatch), id, 2), (name, instance, input.Concurrency));
        Assert.Equal(tasks, input.Generations.Select(generation => generation.Task.TaskId.ToString()));
        Assert.All(input.Generations, generation => Assert.Equal(id, generation.Batch));
        Assert.Empty(_doors.Orchestrations.Scheduled);
        Assert.Equal(3 * Price, Total);
        var task = Http.JsonOf(await _doors.GetTaskAsync(tasks[0]));
        Assert.Equal(id, task.GetProperty("batch_id").GetString());
    }

    [Fact]
    public async Task Fifty_are_allowed_and_their_create_is_seven_storage_operations_at_most()
    {
        var answer = Http.JsonOf(await _doors.CreateBatchAsync(Body(50), ("Idempotency-Key", "k")));

        Assert.Equal(50, answer.GetProperty("tasks").GetArrayLength());
        Assert.Equal(50, answer.GetProperty("concurrency").GetInt32());
        Assert.Equal(50 * Price, Total);
        Assert.Equal(7, Budget.Operations + _service.Table.Operations + _doors.KeyTable.Operations);
    }

    [Fact]
    public async Task One_query_shows_every_task_by_two_storage_operations()
    {
        var created = Http.JsonOf(await _doors.CreateBatchAsync(Body(3)));
        var id = created.GetProperty("id").GetString()!;
        await EndAsync(created, 0, TaskState.Completed);
        await EndAsync(created, 1, TaskState.Failed);
        var before = _service.Table.Operations;

        var response = await _doors.GetBatchAsync(id);

        Assert.Equal(2, _service.Table.Operations - before);
        var batch = Http.JsonOf(response);
        Assert.Equal("processing", batch.GetProperty("status").GetString());
        Assert.Equal("""{"pending":1,"processing":0,"completed":1,"failed":1,"cancelled":0}""", batch.GetProperty("counts").GetRawText());
        Assert.Equal(IdsOf(created), IdsOf(batch));
        Assert.NotNull(FrontDoors.Header(response, "Retry-After"));

        await EndAsync(created, 2, TaskState.Cancelled);
        var ended = await _doors.GetBatchAsync(id);
        Assert.Equal("completed", Http.JsonOf(ended).GetProperty("status").GetString());
        Assert.Null(FrontDoors.Header(ended, "Retry-After"));
        var known = FrontDoors.Request($"/v1/videos/batches/{id}", headers: ("If-None-Match", FrontDoors.Header(ended, "ETag")!));
        Assert.Equal(HttpStatusCode.NotModified, (await _doors.GetBatchAsync(id, known)).StatusCode);
    }

    [Theory]
    [InlineData("batch-1772366400-0123456789abcdef")]
    [InlineData("batch-x")]
    [InlineData("task-1772366400-0123456789abcdef")]
    public async Task Another_id_is_not_found(string id)
        => Assert.Equal(HttpStatusCode.NotFound, (await _doors.GetBatchAsync(id)).StatusCode);

    [Fact]
    public async Task Another_client_s_batch_is_not_found_and_nobody_s_is_shown_without_a_key()
    {
        var id = Http.JsonOf(await _doors.CreateBatchAsync(Body(1))).GetProperty("id").GetString()!;
        _service.Options.Clients["other"] = new ClientOptions { KeySha256 = Samples.Sha256Of("other-key") };

        var other = await _doors.GetBatchAsync(id, Http.Request(FrontDoors.Origin, authorization: "Bearer other-key"));
        var stranger = await _doors.GetBatchAsync(id, Http.Request(FrontDoors.Origin, authorization: null));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (other.StatusCode, stranger.StatusCode));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await _doors.CreateBatchAsync(Http.Request(FrontDoors.Origin, "POST", Body(1), authorization: null))).StatusCode);
    }

    [Fact]
    public async Task Every_violation_of_every_request_is_named_and_nothing_is_begun()
    {
        var response = await _doors.CreateBatchAsync(
            $$$"""{"requests":[{{{One}}},{"model":"seedance-2.0-text-to-video","prompt":"","duration":99},{{{One}}},7,{"promt":"x"}],"speed":1}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = Http.JsonOf(response).GetProperty("error").GetProperty("errors").EnumerateArray()
            .Select(each => each.GetProperty("param").GetString()!).ToList();
        Assert.Superset(
            new HashSet<string> { "requests[1].prompt", "requests[1].duration", "requests[3]", "requests[4].promt", "requests[4].prompt", "speed" },
            errors.ToHashSet());
        Assert.DoesNotContain(errors, param => param.StartsWith("requests[0]", StringComparison.Ordinal));
        AssertNothingBegun();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    public async Task One_to_fifty_requests_make_a_batch(int count)
    {
        var response = await _doors.CreateBatchAsync(Body(count));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single(Http.JsonOf(response).GetProperty("error").GetProperty("errors").EnumerateArray());
        Assert.Equal(("requests", "INVALID_BATCH_SIZE"), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
        Assert.Contains(count.ToString(System.Globalization.CultureInfo.InvariantCulture), error.GetProperty("message").GetString(), StringComparison.Ordinal);
        AssertNothingBegun();
    }

    [Fact]
    public async Task The_budget_holds_all_of_it_or_none()
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 2.9m * Price;

        var response = await _doors.CreateBatchAsync(Body(3));

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("insufficient_quota", Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString());
        AssertNothingBegun();
        Assert.Equal(HttpStatusCode.OK, (await _doors.CreateBatchAsync(Body(2))).StatusCode);
    }

    [Fact]
    public async Task A_provider_without_a_key_is_refused()
    {
        _service.Options.Providers["evolink"].ApiKey = "";

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.CreateBatchAsync(Body(2))).StatusCode);
        AssertNothingBegun();
    }

    [Fact]
    public async Task Remarks_say_which_request_they_are_about()
    {
        var answer = Http.JsonOf(await _doors.CreateBatchAsync(
            $$"""{"requests":[{{One}},{{One.Replace("A fox", "@Image1 is a fox", StringComparison.Ordinal)}}]}"""));

        Assert.StartsWith("requests[1]: ", Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_key_makes_one_batch_however_many_requests_carry_it()
    {
        foreach (var table in new[] { Budget, _service.Table, _doors.KeyTable }) table.Pause = async () => await Task.Yield();

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => _doors.CreateBatchAsync(Body(3), ("Idempotency-Key", "k")))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        var batches = responses.Select(Http.JsonOf).ToList();
        Assert.Single(batches.Select(batch => batch.GetProperty("id").GetString()).Distinct());
        Assert.Single(batches.Select(batch => string.Join(' ', IdsOf(batch))).Distinct());
        Assert.Equal(9, responses.Count(response => FrontDoors.Header(response, "Idempotency-Replayed") == "true"));
        Assert.Single(_doors.Orchestrations.ScheduledBatches);
        Assert.Equal(3 * Price, Total);
        // Three records, their marks, and the batch.
        Assert.Equal(7, _service.Table.Rows.Count());
    }

    [Fact]
    public async Task What_a_slower_request_with_the_key_has_recorded_is_not_of_the_batch()
    {
        var created = Http.JsonOf(await _doors.CreateBatchAsync(Body(3)));
        var id = created.GetProperty("id").GetString()!;
        Assert.True(BatchId.TryParse(id, out var batchId));
        for (var i = 0; i < 20; i++) await _service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now), BatchId = batchId });

        Assert.Equal(IdsOf(created), IdsOf(Http.JsonOf(await _doors.GetBatchAsync(id))));
    }

    [Fact]
    public async Task A_key_is_for_one_batch_and_for_nothing_else()
    {
        await _doors.CreateBatchAsync(Body(2), ("Idempotency-Key", "k"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _doors.CreateBatchAsync(Body(3), ("Idempotency-Key", "k"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _doors.CreateBatchAsync(Body(2, ""","concurrency":1"""), ("Idempotency-Key", "k"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _doors.CreateAsync(One, ("Idempotency-Key", "k"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.CreateBatchAsync(Body(2), ("Idempotency-Key", new string('k', 129)))).StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Storage_that_fails_in_between_leaves_nothing_that_could_cost_money(int transaction)
    {
        // Of 45 tasks come three transactions of records and one of the batch; the answer to one of them is lost.
        Action? after = null;
        var count = 0;
        after = () =>
        {
            if (++count == transaction) throw new RequestFailedException(500, "The answer was lost.");
            _service.Table.AfterTransaction = after;
        };
        _service.Table.AfterTransaction = after;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.CreateBatchAsync(Body(45))).StatusCode);

        Assert.Empty(_service.Table.Rows);
        Assert.Equal((0, 0), (_doors.Orchestrations.ScheduledBatches.Count, Total));
    }

    [Fact]
    public async Task A_batch_whose_start_fails_exists_and_is_left_to_the_sweep()
    {
        _doors.Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");

        var answer = Http.JsonOf(await _doors.CreateBatchAsync(Body(2)));

        Assert.Equal(2, IdsOf(Http.JsonOf(await _doors.GetBatchAsync(answer.GetProperty("id").GetString()!))).Count);
    }

    private static string Body(int count, string more = "") => $$"""{"requests":[{{string.Join(',', Enumerable.Repeat(One, count))}}]{{more}}}""";

    private static List<string> IdsOf(JsonElement batch)
        => [.. batch.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("id").GetString()!)];

    private async Task EndAsync(JsonElement batch, int index, TaskState state)
    {
        Assert.True(TaskId.TryParse(IdsOf(batch)[index], out var id));
        await _service.Records.ChangeAsync(
            Samples.Client, id, record => record.Move(state, TaskStage.Done, "over", Samples.Now), CancellationToken.None);
    }

    private void AssertNothingBegun()
    {
        Assert.Empty(_service.Table.Rows);
        Assert.Equal((0, 0), (_doors.Orchestrations.ScheduledBatches.Count, Total));
    }
}
