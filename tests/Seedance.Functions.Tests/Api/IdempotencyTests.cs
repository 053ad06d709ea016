using System.Net;
using Azure.Data.Tables;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

/// <summary>What callers see of idempotency keys; <see cref="Admission.TaskAdmissionTests"/> has what happens under them.</summary>
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

    private Task<HttpResponseMessage> KeyedAsync(string call, string body, string key = "key") => _doors.CallAsync(call, body, ("Idempotency-Key", key));

    private static string? IdOf(HttpResponseMessage response) => response.Json().Text("id");

    private static string? Replayed(HttpResponseMessage response) => response.Header("Idempotency-Replayed");
}
