namespace Seedance.Functions.Tests.Api;

public class SeedanceApiTests : DoorTest
{
    private const string Fox = """{"prompt":"A fox"}""";

    public SeedanceApiTests()
        => Service.Options.Providers[ProviderNames.SeedanceApi] = new ProviderOptions { ApiKey = "other-provider-key" };

    [Theory]
    [InlineData("""{"prompt":"A fox","duration":"5"}""", "INVALID_DURATION", "duration")]
    [InlineData("""{"prompt":"A fox","model":"seedance-2.0"}""", "UNKNOWN_PARAMETER", "model")]
    [InlineData("{", "INVALID_JSON", "")]
    public async Task A_wrong_request_is_refused_with_the_vendors_code(string body, string code, string param)
    {
        var response = await GenerateAsync(body);

        AssertError(response, HttpStatusCode.BadRequest, code);
        var violation = Assert.Single(response.Json().GetProperty("errors").EnumerateArray());
        Assert.Equal(
            (code, param, response.Json().Text("detail")), (violation.Text("code"), violation.Text("param"), violation.Text("message")));
        AssertNothingStarted();
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
    public async Task Idempotency_keys_count_here_too_and_on_both_surfaces_together()
    {
        (string, string?) key = ("Idempotency-Key", "key");
        var first = await GenerateAsync("""{"prompt":"A fox","provider":"evolink"}""", key);
        var second = await GenerateAsync("""{"prompt":"A fox","provider":"evolink"}""", key);
        var elsewhere = await Doors.CreateAsync(
            """{"model":"seedance-2.0","prompt":"A fox","duration":8,"aspect_ratio":"1:1","generate_audio":false}""", key);

        Assert.Equal(first.Json().GetRawText(), second.Json().GetRawText());
        Assert.Equal(first.Json().Text("data.task_id"), elsewhere.Json().Text("id"));
        Assert.Equal(
            [null, "true", "true"], new[] { first, second, elsewhere }.Select(response => response.Header("Idempotency-Replayed")));
        AssertError(await GenerateAsync(Fox, key), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_CONFLICT");
        Assert.Single(Orchestrations.Scheduled);
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
        var record = await Service.AddAsync((state < TaskState.Completed ? Samples.Record : Samples.Completed) with
        {
            State = state,
            CreditsCharged = 28m,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderMessage = "The output may contain it." },
        });

        var json = await CallAsync($"GET /v1/status?task_id={record.Id}").JsonAsync();

        links = links.Replace("*", $"\"{Service.Links.To(record)}\"", StringComparison.Ordinal);
        Assert.Equal(("200", "success"), (json.Text("code"), json.Text("message")));
        Assert.Equal(
            (status, links, error, "28", "2026-03-01T12:00:00Z"),
            (json.Text("data.status"), json.Text("data.response"), json.Text("data.error_message"), json.Text("data.consumed_credits"),
                json.Text("data.created_at")));
    }

    [Fact]
    public async Task The_request_is_echoed_in_the_vendors_names_without_its_callback()
    {
        var request = Samples.Request with { ImageUrls = ["https://example.com/a.jpg"], CallbackUrl = "https://example.com/?secret=1" };
        var record = await Service.AddAsync(Samples.Record with { Request = request });

        Assert.Equal(
            """
            {"prompt":"A fox in the snow","aspect_ratio":"16:9","resolution":"720p","duration":"5",
            "generate_audio":true,"fixed_lens":false,"image_urls":["https://example.com/a.jpg"]}
            """.ReplaceLineEndings(""),
            (await CallAsync($"GET /v1/status?task_id={record.Id}").JsonAsync()).Text("data.request"));
    }

    [Theory]
    [InlineData("?task_id=seed15abc123def456pro", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    [InlineData("?task_id=task-1772366400-0123456789abcdef&task_id=x", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    [InlineData("?task_id=", HttpStatusCode.BadRequest, "INVALID_PARAMETER")]
    [InlineData("?id=task-1772366400-0123456789abcdef", HttpStatusCode.BadRequest, "INVALID_PARAMETER")]
    public async Task An_unknown_or_missing_task_id_is_said_in_the_vendors_shape(string query, HttpStatusCode status, string code)
        => AssertError(await CallAsync("GET /v1/status" + query), status, code);

    private Task<HttpResponseMessage> GenerateAsync(string body, params (string, string?)[] headers) => CallAsync(Generate, body, headers);

    private static void AssertError(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var json = response.Json();
        Assert.Equal((status, $"{(int)status}", code), (response.StatusCode, json.Text("code"), json.Text("message")));
        Assert.Null(json.Text("data"));
        Assert.NotEmpty(json.Text("detail")!);
    }
}
