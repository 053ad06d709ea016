using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class SeedanceApiTests
{
    private const string Body = """{"prompt":"Mountains at sunrise","aspect_ratio":"16:9","resolution":"720p","duration":"8"}""";

    private readonly FakeService _service;
    private readonly FrontDoors _doors;

    public SeedanceApiTests()
    {
        var options = Samples.Options;
        options.Providers[ProviderNames.SeedanceApi] = new ProviderOptions { ApiKey = "other-provider-key" };
        _service = new FakeService(options);
        _doors = new FrontDoors(_service);
    }

    [Fact]
    public async Task The_response_to_a_create_is_in_the_vendors_envelope()
    {
        var json = await GenerateAsync(Body).JsonAsync();

        var (_, _, instance) = Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Equal(
            $$$"""{"code":200,"message":"success","data":{"task_id":"{{{instance}}}","status":"IN_PROGRESS"}}""", json.GetRawText());
    }

    [Theory]
    [InlineData("""{"prompt":"A fox"}""", "seedanceapi seedance-2.0-text-to-video 8 1:1 720p False False")]
    [InlineData(
        """{"prompt":"A fox","image_urls":["https://example.com/a.jpg"],"duration":"4","resolution":"480p"}""",
        "seedanceapi seedance-2.0-image-to-video 4 1:1 480p False False")]
    [InlineData(
        """{"prompt":"A fox","generate_audio":true,"fixed_lens":true,"aspect_ratio":"9:21"}""",
        "seedanceapi seedance-2.0-text-to-video 8 9:21 720p True True")]
    [InlineData("""{"prompt":"A fox","provider":"evolink"}""", "evolink seedance-2.0-text-to-video 8 1:1 720p False False")]
    public async Task The_vendors_names_types_and_defaults_count(string body, string expected)
    {
        Assert.True(TaskId.TryParse((await GenerateAsync(body).JsonAsync()).Text("data.task_id"), out var id));

        var request = (await _service.Records.FindAsync(Samples.Client, id, CancellationToken.None))!.Request;

        Assert.Equal(expected, string.Join(
            ' ', request.Provider, request.Model, request.DurationSeconds, request.AspectRatio, request.Resolution, request.GenerateAudio,
            request.FixedLens));
    }

    [Theory]
    [InlineData("""{"prompt":"A fox","duration":"5"}""", "INVALID_DURATION", "duration")]
    [InlineData("""{"prompt":" "}""", "INVALID_PROMPT", "prompt")]
    [InlineData("""{"prompt":"A fox","resolution":"1080p"}""", "INVALID_RESOLUTION", "resolution")]
    [InlineData("""{"prompt":"A fox","aspect_ratio":"adaptive"}""", "INVALID_ASPECT_RATIO", "aspect_ratio")]
    [InlineData("""{"prompt":"A fox","image_urls":["https://example.com/a","https://example.com/b"]}""", "TOO_MANY_IMAGES", "image_urls")]
    [InlineData("""{"prompt":"A fox","duration":8}""", "INVALID_PARAMETER_TYPE", "duration")]
    [InlineData("""{"prompt":"A fox","model":"seedance-2.0"}""", "UNKNOWN_PARAMETER", "model")]
    [InlineData("{", "INVALID_JSON", "")]
    public async Task A_wrong_request_is_refused_with_the_vendors_code(string body, string code, string param)
    {
        var response = await GenerateAsync(body);

        AssertError(response, HttpStatusCode.BadRequest, code);
        var json = response.Json();
        Assert.Equal($"""[{code}, {param}, {json.Text("detail")}]""",
            $"""[{json.Text("errors.0.code")}, {json.Text("errors.0.param")}, {json.Text("errors.0.message")}]""");
        Assert.Null(json.Text("errors.1"));
        Assert.Empty(_service.Table.Rows);
    }

    [Fact]
    public async Task Of_several_violations_the_vendors_own_come_first()
    {
        var json = (await GenerateAsync("""{"foo":1,"bar":2,"prompt":"A fox","duration":"5"}""", ("Idempotency-Key", ""))).Json();

        Assert.Equal("INVALID_DURATION", json.Text("message"));
        Assert.Equal(
            ["INVALID_DURATION", "UNKNOWN_PARAMETER", "UNKNOWN_PARAMETER", "IDEMPOTENCY_KEY_INVALID"], json.Texts("errors", "code"));
    }

    [Fact]
    public async Task Without_a_valid_key_the_vendors_word_is_said()
        => AssertError(await GenerateAsync(Body, ("Authorization", "Bearer wrong")), HttpStatusCode.Unauthorized, "INVALID_API_KEY");

    [Fact]
    public async Task Remarks_on_a_request_come_with_the_task()
    {
        var json = await GenerateAsync("""{"prompt":"@Image1 is a fox"}""").JsonAsync();

        Assert.Contains("Image1", json.Text("data.warnings.0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Idempotency_keys_count_here_too_and_on_both_surfaces_together()
    {
        (string, string?) key = ("Idempotency-Key", "key");
        var first = await GenerateAsync("""{"prompt":"A fox","provider":"evolink"}""", key);
        var second = await GenerateAsync("""{"prompt":"A fox","provider":"evolink"}""", key);
        var elsewhere = await _doors.CreateAsync(
            """{"model":"seedance-2.0","prompt":"A fox","duration":8,"aspect_ratio":"1:1","generate_audio":false}""", key);

        Assert.Equal(first.Json().GetRawText(), second.Json().GetRawText());
        Assert.Equal(first.Json().Text("data.task_id"), elsewhere.Json().Text("id"));
        Assert.Equal((null, "true", "true"), (Replayed(first), Replayed(second), Replayed(elsewhere)));
        AssertError(await GenerateAsync("""{"prompt":"A fox"}""", key), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_CONFLICT");
        Assert.Single(_doors.Orchestrations.Scheduled);

        static string? Replayed(HttpResponseMessage response) => response.Header("Idempotency-Replayed");
    }

    [Theory]
    [InlineData(TaskState.Pending, "IN_PROGRESS", "null", "null")]
    [InlineData(TaskState.Processing, "IN_PROGRESS", "null", "null")]
    [InlineData(TaskState.Completed, "SUCCESS", "[*]", "null")]
    [InlineData(TaskState.Failed, "FAILED", "[]",
        "The content was refused by the provider's safety filters. The provider says: The output may contain it.")]
    [InlineData(TaskState.Cancelled, "FAILED", "[]", "The task was cancelled.")]
    public async Task A_tasks_state_and_links_are_shown_in_the_vendors_words(TaskState state, string status, string links, string error)
    {
        // A video that came after a cancel is kept, and the task stays cancelled.
        var record = await _service.AddAsync((state < TaskState.Completed ? Samples.Record : Samples.Completed) with
        {
            State = state,
            CreditsCharged = state == TaskState.Completed ? 28m : null,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderMessage = "The output may contain it." },
        });

        var json = await _doors.CallAsync($"GET /v1/status?task_id={record.Id}").JsonAsync();

        Assert.Equal(("200", "success", status), (json.Text("code"), json.Text("message"), json.Text("data.status")));
        Assert.Equal(error, json.Text("data.error_message"));
        Assert.Equal(links == "[*]" ? $"""["{_service.Links.To(record)}"]""" : links, json.Text("data.response"));
        Assert.Equal(state == TaskState.Completed ? "28" : null, json.Text("data.consumed_credits"));
        Assert.Equal("2026-03-01T12:00:00Z", json.Text("data.created_at"));
    }

    [Fact]
    public async Task The_request_is_echoed_in_the_vendors_names_without_its_callback()
    {
        var request = Samples.Request with { ImageUrls = ["https://example.com/a.jpg"], CallbackUrl = "https://example.com/?secret=1" };
        var record = await _service.AddAsync(Samples.Record with { Request = request });

        Assert.Equal(
            """
            {"prompt":"A fox in the snow","aspect_ratio":"16:9","resolution":"720p","duration":"5",
            "generate_audio":true,"fixed_lens":false,"image_urls":["https://example.com/a.jpg"]}
            """.ReplaceLineEndings(""),
            (await _doors.CallAsync($"GET /v1/status?task_id={record.Id}").JsonAsync()).Text("data.request"));
    }

    [Fact]
    public async Task A_task_of_one_surface_can_be_read_on_the_other()
    {
        const string Reference = """{"model":"seedance-2.0","prompt":"A fox","video_urls":["https://example.com/a.mp4"]}""";
        var evolink = await _doors.CreateAsync(Reference).JsonAsync();
        var seedance = (await GenerateAsync(Body).JsonAsync()).Text("data.task_id");

        var data = (await _doors.CallAsync($"GET /v1/status?task_id={evolink.Text("id")}").JsonAsync()).GetProperty("data");

        Assert.Equal(
            ("https://example.com/a.mp4", "seedance-2.0-reference-to-video"), (data.Text("request.video_urls.0"), data.Text("model")));
        Assert.Equal(seedance, (await _doors.CallAsync($"GET /v1/tasks/{seedance}").JsonAsync()).Text("id"));
    }

    [Theory]
    [InlineData("?task_id=seed15abc123def456pro", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    [InlineData("?task_id=task-1772366400-0123456789abcdef&task_id=x", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    [InlineData("", HttpStatusCode.BadRequest, "INVALID_PARAMETER")]
    [InlineData("?task_id=", HttpStatusCode.BadRequest, "INVALID_PARAMETER")]
    [InlineData("?id=task-1772366400-0123456789abcdef", HttpStatusCode.BadRequest, "INVALID_PARAMETER")]
    public async Task An_unknown_or_missing_task_id_is_said_in_the_vendors_shape(string query, HttpStatusCode status, string code)
        => AssertError(await _doors.CallAsync("GET /v1/status" + query), status, code);

    private Task<HttpResponseMessage> GenerateAsync(string body, params (string, string?)[] headers)
        => _doors.CallAsync("POST /v1/generate", body, headers);

    private static void AssertError(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(($"{(int)status}", code), (response.Json().Text("code"), response.Json().Text("message")));
        Assert.NotEmpty(response.Json().Text("detail")!);
        Assert.Null(response.Json().Text("data"));
    }
}
