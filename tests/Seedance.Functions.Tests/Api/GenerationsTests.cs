using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class GenerationsTests
{
    private const string Create = "POST /v1/videos/generations";
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":5}""";
    private const string Wrong = """{"model":"seedance-2.0-text-to-video","prompt":"","duration":99,"promt":"A fox"}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public GenerationsTests()
    {
        _service.Options.Prices["evolink"] = "evolink-2026-09-16";
        _doors = new FrontDoors(_service);
    }

    [Fact]
    public async Task The_response_to_a_create_is_the_task()
    {
        var task = await _doors.CreateAsync(Body).JsonAsync();

        var now = Samples.Now.ToUnixTimeSeconds();
        Assert.Equal(
            $$$"""
            {"id":"{{{task.Text("id")}}}","object":"video.generation.task","created":{{{now}}},"model":"seedance-2.0-text-to-video",
            "status":"pending","progress":0,"type":"video","task_info":{"can_cancel":true,"video_duration":5},
            "usage":{"billing_rule":"per_second","user_group":"default","estimated_credits":67.5,"pricing_version":"evolink-2026-09-16"},
            "provider":"evolink","stage":"queued","updated":{{{now}}}}
            """.ReplaceLineEndings(""),
            task.GetRawText().Replace("67.5000", "67.5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_task_is_recorded_and_its_orchestration_has_the_tasks_id()
    {
        var id = (await _doors.CreateAsync(Body[..^1] + ""","callback_url":"https://caller.example.com/?secret=1"}""").JsonAsync()).Text("id");

        Assert.True(TaskId.TryParse(id, out var taskId));
        var record = await _service.Records.FindAsync("studio", taskId, CancellationToken.None);
        Assert.Equal((TaskState.Pending, SubmissionState.None, "A fox in the snow"), (record!.State, record.Submission, record.Request.Prompt));
        var (name, input, instance) = Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Equal((nameof(GenerateVideo), id), (name, instance));
        Assert.True(input.ReplaysIdempotencyKey && input.NotifiesCaller && input.Waiting.WebhooksOn);
        var stored = JsonSerializer.Serialize(input);
        Assert.DoesNotContain("caller.example.com", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("provider-key", stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://videos.example.com/", "https://videos.example.com")]
    [InlineData(null, Http.Origin)]
    public async Task Links_use_the_public_address_or_else_the_one_that_was_called(string? publicBaseUrl, string linkBase)
    {
        _service.Options.PublicBaseUrl = publicBaseUrl;

        var response = await _doors.CreateAsync(Body, ("Prefer", "respond-async"));

        Assert.Equal($"{linkBase}/v1/operations/{response.Json().Text("id")}", response.Header("Location"));
    }

    [Theory]
    [InlineData(Create)]
    [InlineData("POST /v1/videos/estimates")]
    public async Task Remarks_on_a_request_come_with_the_response(string call)
    {
        var json = await _doors.CallAsync(call, Body.Replace("A fox", "@Image1 is a fox", StringComparison.Ordinal)).JsonAsync();

        Assert.Contains("Image1", json.Text("warnings.0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Create)]
    [InlineData("POST /v1/videos/estimates")]
    public async Task A_wrong_request_is_refused_with_every_reason_at_once(string call)
    {
        var response = await _doors.CallAsync(call, Wrong);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var json = response.Json();
        Assert.Equal(("invalid_request", "invalid_request_error"), (json.Text("error.code"), json.Text("error.type")));
        Assert.Equal(["duration", "prompt", "promt"], json.Texts("error.errors", "param").Order(StringComparer.Ordinal));
        Assert.All(json.Texts("error.errors", "message").Concat(json.Texts("error.errors", "code")), Assert.NotNull);
        Assert.Contains("3 problems", json.Text("error.message"), StringComparison.Ordinal);
        AssertNothingStarted();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    public async Task What_is_no_request_at_all_is_a_400(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _doors.CreateAsync(body)).StatusCode);
        AssertNothingStarted();
    }

    [Theory]
    [InlineData(Create, 0, true)]
    [InlineData(Create, 256 * 1024 + 1, false)]
    [InlineData("POST /v1/videos/estimates", 0, true)]
    [InlineData("POST /v1/generate", 0, true)]
    [InlineData("POST /v1/videos/batches", 0, true)]
    public async Task Too_large_a_body_is_read_no_further_than_is_allowed(string call, int minRead, bool announced)
    {
        var body = new MemoryStream(new byte[8 * 1024 * 1024]);
        var request = Http.Request(call);
        request.Content = new StreamContent(body);
        if (announced) request.Content.Headers.ContentLength = body.Length;

        var response = await _doors.CallAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("request_too_large", $"{response.Json()}", StringComparison.OrdinalIgnoreCase);
        Assert.InRange(body.Position, minRead, 2 * minRead);
        AssertNothingStarted();
    }

    [Theory]
    [InlineData(Create, Body)]
    [InlineData("POST /v1/videos/batches", $$"""{"requests":[{{Body}}]}""")]
    [InlineData("POST /v1/generate", """{"prompt":"A fox","provider":"evolink"}""")]
    public async Task A_provider_without_a_key_is_refused_before_anything_is_recorded(string call, string body)
    {
        _service.Options.Providers["evolink"].ApiKey = "";

        var response = await _doors.CallAsync(call, body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("service_unavailable", $"{response.Json()}", StringComparison.OrdinalIgnoreCase);
        AssertNothingStarted();
    }

    [Fact]
    public async Task A_caller_that_hangs_up_leaves_no_record_without_its_orchestration()
    {
        await _doors.CallAsync(Http.Request(Create, Body), new CancellationToken(canceled: true));

        AssertNothingStarted();
    }

    [Theory]
    [InlineData("respond-async", true)]
    [InlineData("wait=10, Respond-Async;foo=bar", true)]
    [InlineData("respond-asynchronously", false)]
    [InlineData("x=respond-async", false)]
    public async Task Callers_that_prefer_it_get_202_and_where_and_when_to_ask(string prefer, bool prefers)
    {
        var response = await _doors.CreateAsync(Body, ("Prefer", prefer));

        Assert.Equal(
            prefers ? (HttpStatusCode.Accepted, "respond-async", "5") : (HttpStatusCode.OK, null, null),
            (response.StatusCode, response.Header("Preference-Applied"), response.Header("Retry-After")));
        Assert.Equal(prefers, response.Header("Location") is not null);
    }

    [Fact]
    public async Task A_replay_that_finds_its_task_ended_has_nothing_to_wait_for()
    {
        (string, string?)[] headers = [("Prefer", "respond-async"), ("Idempotency-Key", "key")];
        Assert.True(TaskId.TryParse((await _doors.CreateAsync(Body, headers).JsonAsync()).Text("id"), out var id));
        await _service.ChangeBehindTheirBackAsync(
            Samples.Record with { Id = id }, record => record.Move(TaskState.Failed, TaskStage.Done, "over", Samples.Now));

        var replay = await _doors.CreateAsync(Body, headers);

        Assert.Equal((HttpStatusCode.OK, null), (replay.StatusCode, replay.Header("Preference-Applied")));
    }

    [Theory]
    [InlineData("evolink-2026-09-16", "", """{"pricing_version":"evolink-2026-09-16","credits":67.5,"credits_to_reserve":67.5}""")]
    [InlineData("evolink-2026-04-16", ""","quality":"1080p" """, """{"pricing_version":"evolink-2026-04-16","unknown":true,"reason":"*1080p*"}""")]
    [InlineData("evolink-2026-09-16", ""","duration":-1 """, """{"pricing_version":"evolink-2026-09-16","from":*,"to":*,"credits_to_reserve":*}""")]
    public async Task An_estimate_is_a_price_or_a_range_or_unknown_and_starts_nothing(string table, string more, string expected)
    {
        _service.Options.Prices["evolink"] = table;
        _service.Options.Requests.AllowSmartDuration = true;
        var body = more.Contains("duration", StringComparison.Ordinal) ? Body.Replace(""","duration":5""", "", StringComparison.Ordinal) : Body;

        var json = await _doors.CallAsync("POST /v1/videos/estimates", body[..^1] + more + "}").JsonAsync();

        Assert.Equal(
            ("video.generation.estimate", "seedance-2.0-text-to-video", "evolink"),
            (json.Text("object"), json.Text("model"), json.Text("provider")));
        var pattern = System.Text.RegularExpressions.Regex.Escape(expected).Replace("\\*", ".*", StringComparison.Ordinal);
        Assert.Matches($"^{pattern[..^1]}.*}}$", json.Text("estimate")!.Replace("67.5000", "67.5", StringComparison.Ordinal));
        AssertNothingStarted();
    }

    private void AssertNothingStarted()
    {
        Assert.Empty(_service.Table.Rows);
        Assert.Equal((0, 0), (_doors.Orchestrations.Scheduled.Count, _doors.Orchestrations.ScheduledBatches.Count));
        Assert.Empty(_service.Provider.Submissions);
    }
}
