namespace Seedance.Functions.Tests.Api;

public class CallbackUrlsTests : DoorTest
{
    private const string Default = "https://studio.example.com/by-default";
    private const string Own = "https://studio.example.com/of-its-own";
    private const string WithUrl = $$"""{"model":"seedance-2.0-text-to-video","prompt":"A fox","callback_url":"{{Own}}"}""";
    private const string Two = $$"""{"requests":[{{WithUrl}},{{Body}}]}""";
    private const string Other = """{"prompt":"A fox","provider":"evolink"}""";

    [Theory]
    [InlineData(Create, Body, "id", null, null)]
    [InlineData(Create, Body, "id", Default, Default)]
    [InlineData(Create, WithUrl, "id", Default, Own)]
    [InlineData(Batch, Two, "tasks.1.id", Default, Default)]
    [InlineData(Generate, Other, "data.task_id", Default, Default)]
    public async Task The_requests_URL_comes_before_the_clients(string call, string body, string idAt, string? configured, string? expected)
    {
        Service.Options.Clients[Samples.Client].CallbackUrl = configured;

        var id = IdOf((await CallAsync(call, body).JsonAsync()).Text(idAt));

        Assert.Equal(expected, (await Service.Records.FindAsync(Samples.Client, id, CancellationToken.None))!.CallbackUrl);
        var input = Orchestrations.Scheduled.Select(each => each.Input)
            .Concat(Orchestrations.ScheduledBatches.SelectMany(batch => batch.Input.Generations)).Last();
        Assert.Equal(expected is not null, input.NotifiesCaller);
    }

    [Fact]
    public async Task A_changed_setting_makes_no_conflict_of_a_repeated_request_and_moves_no_callback()
    {
        Service.Options.Clients[Samples.Client].CallbackUrl = Default;
        var first = await Doors.CreateAsync(Body, ("Idempotency-Key", "key")).JsonAsync();
        Service.Options.Clients[Samples.Client].CallbackUrl = Own;

        var replay = await Doors.CreateAsync(Body, ("Idempotency-Key", "key")).JsonAsync();

        Assert.Equal(first.GetRawText(), replay.GetRawText());
        Assert.Equal(Default, (await Service.ReadAsync(Samples.Record with { Id = IdOf(first.Text("id")) })).CallbackUrl);
    }

    [Theory]
    [InlineData(Create, WithUrl, "warnings.0", true)]
    [InlineData(Create, Body, "warnings.0", false)]
    [InlineData(Batch, Two, "warnings.0", true)]
    [InlineData(Generate, $$"""{"prompt":"A fox","provider":"evolink","callback_url":"{{Own}}"}""", "data.warnings.0", true)]
    public async Task Callers_are_told_of_a_callback_that_cannot_be_signed(string call, string body, string at, bool warned)
    {
        Assert.Null((await CallAsync(call, body).JsonAsync()).Text(at));
        Service.Options.Clients[Samples.Client].CallbackSecret = null;

        Assert.Equal(warned, (await CallAsync(call, body).JsonAsync()).Text(at)?.Contains("not signed", StringComparison.Ordinal) ?? false);
    }
}
