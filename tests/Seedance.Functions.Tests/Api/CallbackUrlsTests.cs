using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

/// <summary>Where the caller of a task is told: as the request says, or as the client's settings say.</summary>
public class CallbackUrlsTests
{
    private const string Default = "https://studio.example.com/by-default";
    private const string Own = "https://studio.example.com/of-its-own";
    private const string Plain = """{"model":"seedance-2.0-text-to-video","prompt":"A fox"}""";
    private const string WithUrl = $$"""{"model":"seedance-2.0-text-to-video","prompt":"A fox","callback_url":"{{Own}}"}""";
    private const string Create = "POST /v1/videos/generations";
    private const string Batch = "POST /v1/videos/batches";
    private const string Generate = "POST /v1/generate";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public CallbackUrlsTests() => _doors = new FrontDoors(_service);

    [Theory]
    [InlineData(Create, Plain, "id", null, null)]
    [InlineData(Create, Plain, "id", Default, Default)]
    [InlineData(Create, WithUrl, "id", null, Own)]
    [InlineData(Create, WithUrl, "id", Default, Own)]
    [InlineData(Batch, $$"""{"requests":[{{WithUrl}},{{Plain}}]}""", "tasks.1.id", Default, Default)]
    [InlineData(Generate, """{"prompt":"A fox","provider":"evolink"}""", "data.task_id", Default, Default)]
    public async Task The_requests_URL_comes_before_the_clients(string call, string body, string idAt, string? configured, string? expected)
    {
        _service.Options.Clients[Samples.Client].CallbackUrl = configured;

        Assert.True(TaskId.TryParse((await _doors.CallAsync(call, body).JsonAsync()).Text(idAt), out var id));

        Assert.Equal(expected, (await _service.Records.FindAsync(Samples.Client, id, CancellationToken.None))!.CallbackUrl);
        var input = _doors.Orchestrations.Scheduled.Select(each => each.Input)
            .Concat(_doors.Orchestrations.ScheduledBatches.SelectMany(batch => batch.Input.Generations)).Last();
        Assert.Equal(expected is not null, input.NotifiesCaller);
    }

    [Fact]
    public async Task A_changed_setting_makes_no_conflict_of_a_repeated_request_and_moves_no_callback()
    {
        _service.Options.Clients[Samples.Client].CallbackUrl = Default;
        var first = await _doors.CreateAsync(Plain, ("Idempotency-Key", "key"));
        _service.Options.Clients[Samples.Client].CallbackUrl = Own;

        var replay = await _doors.CreateAsync(Plain, ("Idempotency-Key", "key"));

        Assert.Equal((first.Json().GetRawText(), "true"), (replay.Json().GetRawText(), replay.Header("Idempotency-Replayed")));
        Assert.Equal([Default], _service.Table.Rows.Select(row => row.GetString("CallbackUrl")).OfType<string>().Distinct());
    }

    [Theory]
    [InlineData(Create, WithUrl, "warnings.0", true)]
    [InlineData(Create, Plain, "warnings.0", false)]
    [InlineData(Batch, $$"""{"requests":[{{Plain}},{{WithUrl}}]}""", "warnings.0", true)]
    [InlineData(Generate, $$"""{"prompt":"A fox","provider":"evolink","callback_url":"{{Own}}"}""", "data.warnings.0", true)]
    public async Task Callers_are_told_of_a_callback_that_cannot_be_signed(string call, string body, string at, bool warned)
    {
        Assert.Null((await _doors.CallAsync(call, body).JsonAsync()).Text(at));
        _service.Options.Clients[Samples.Client].CallbackSecret = null;

        Assert.Equal(warned, (await _doors.CallAsync(call, body).JsonAsync()).Text(at)?.Contains("not signed", StringComparison.Ordinal) ?? false);
    }
}
