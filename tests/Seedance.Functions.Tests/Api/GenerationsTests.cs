namespace Seedance.Functions.Tests.Api;

public class GenerationsTests : DoorTest
{
    private const string Estimates = "POST /v1/videos/estimates";
    private const string Other = """{"prompt":"A fox","provider":"evolink"}""";

    [Fact]
    public async Task The_task_is_recorded_and_what_the_orchestration_stores_has_no_secret()
    {
        var body = Body[..^1] + ""","callback_url":"https://caller.example.com/?secret=1"}""";
        var id = (await Doors.CreateAsync(body).JsonAsync()).Text("id");

        var record = await Service.ReadAsync(Samples.Record with { Id = IdOf(id) });
        Assert.Equal(
            (TaskState.Pending, SubmissionState.None, "A fox in the snow"), (record.State, record.Submission, record.Request.Prompt));
        var (name, input, instance) = Assert.Single(Orchestrations.Scheduled);
        Assert.Equal((nameof(GenerateVideo), id), (name, instance));
        Assert.True(input.NotifiesCaller && input.Waiting.WebhooksOn);
        Assert.DoesNotMatch("caller.example.com|provider-key", JsonSerializer.Serialize(input));
    }

    [Theory]
    [InlineData(Create, 0, true)]
    [InlineData(Create, 256 * 1024 + 1, false)]
    [InlineData(Generate, 0, true)]
    [InlineData(Batch, 0, true)]
    public async Task Too_large_a_body_is_read_no_further_than_is_allowed(string call, int minRead, bool announced)
    {
        var body = new MemoryStream(new byte[8 * 1024 * 1024]);
        var request = Http.Request(call);
        request.Content = new StreamContent(body);
        if (announced) request.Content.Headers.ContentLength = body.Length;

        var response = await Doors.CallAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("request_too_large", $"{response.Json()}", StringComparison.OrdinalIgnoreCase);
        Assert.InRange(body.Position, minRead, 2 * minRead);
        AssertNothingStarted();
    }

    [Fact]
    public async Task Work_beyond_the_budget_is_refused_in_the_words_of_either_surface()
    {
        Service.Options.Clients[Samples.Client].DailyCredits = 100;
        await Doors.CreateAsync(Body);

        var (error, other) = (await Doors.CreateAsync(Body), await CallAsync(Generate, Other));

        Assert.Equal((HttpStatusCode.PaymentRequired, HttpStatusCode.PaymentRequired), (error.StatusCode, other.StatusCode));
        Assert.Equal("insufficient_quota", error.Json().Text("error.code"));
        Assert.Equal(
            """{"daily_credits":100,"credits_left":32.5,"credits_needed":67.5,"resets_at":1772409600}""",
            error.Json().Text("error.budget")!.Replace("5000", "5", StringComparison.Ordinal));
        Assert.Equal("INSUFFICIENT_CREDITS", other.Json().Text("message"));
        Assert.Contains("32.5 of the daily 100 are left", other.Json().Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_leaves_no_record_without_its_orchestration()
    {
        await Doors.CallAsync(Http.Request(Create, Body), new CancellationToken(canceled: true));

        AssertNothingStarted();
    }

    [Theory]
    [InlineData("wait=10, Respond-Async;foo=bar", HttpStatusCode.Accepted)]
    [InlineData("respond-asynchronously", HttpStatusCode.OK)]
    [InlineData("x=respond-async", HttpStatusCode.OK)]
    public async Task Callers_that_prefer_it_get_202(string prefer, HttpStatusCode status)
        => Assert.Equal(status, (await Doors.CreateAsync(Body, ("Prefer", prefer))).StatusCode);

    [Theory]
    [InlineData("evolink-2026-09-16", "\"duration\":5", "\"credits\":67.50*,\"credits_to_reserve\":67.50*[,}]")]
    [InlineData("evolink-2026-04-16", "\"quality\":\"1080p\"", "\"unknown\":true,\"reason\":\".*1080p.*\"}")]
    [InlineData("evolink-2026-09-16", "\"duration\":-1", "\"from\":.*,\"to\":.*,\"credits_to_reserve\":.*}")]
    public async Task An_estimate_is_a_price_or_a_range_or_unknown_and_starts_nothing(string table, string member, string price)
    {
        Service.Options.Prices["evolink"] = table;
        Service.Options.Requests.AllowSmartDuration = true;

        var json = await CallAsync(Estimates, $$"""{"model":"seedance-2.0-text-to-video","prompt":"A fox",{{member}}}""").JsonAsync();

        Assert.Matches(new Regex($$"""^{"pricing_version":"{{table}}",{{price}}"""), json.Text("estimate"));
        AssertNothingStarted();
    }

    [Theory]
    [InlineData("")]
    [InlineData("schlüssel")]
    [InlineData("key", "key")]
    public async Task A_malformed_key_or_a_second_one_is_refused_with_all_else_that_is_wrong(params string[] keys)
    {
        var response = await CallAsync(
            Create, """{"model":"seedance-2.0-text-to-video"}""", [.. keys.Select(key => ("Idempotency-Key", (string?)key))]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["INVALID_PROMPT", "IDEMPOTENCY_KEY_INVALID"], response.Json().Texts("error.errors", "code"));
    }

    [Fact]
    public async Task What_clients_of_EvoLink_send_and_ask_is_understood()
    {
        (string, string?) key = ("X-Idempotency-Key", "key");
        var first = await Doors.CreateAsync("\uFEFF" + Body, key).JsonAsync();
        var again = await Doors.CreateAsync(Body, key, ("Idempotency-Key", "key"));
        var read = await CallAsync($"GET /v1/videos/generations/{first.Text("id")}").JsonAsync();

        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Equal((first.Text("id"), first.Text("id")), (again.Json().Text("id"), read.Text("id")));
        Assert.Equal(HttpStatusCode.BadRequest, (await Doors.CreateAsync(Body, key, ("Idempotency-Key", "other"))).StatusCode);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_the_key_up()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Doors.CreateAsync("{}", ("Idempotency-Key", "key"))).StatusCode);

        Assert.Null((await Doors.CreateAsync(Body, ("Idempotency-Key", "key"))).Header("Idempotency-Replayed"));
    }
}
