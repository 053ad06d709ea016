using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class CreateGenerationTests
{
    private const string Url = "https://reached.example.com:8443/v1/videos/generations";
    private const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"A fox in the snow","duration":6}""";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public CreateGenerationTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task A_request_is_answered_with_the_task_object()
    {
        var response = await CreateAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var task = Http.JsonOf(response);
        Assert.Equal("video.generation.task", task.GetProperty("object").GetString());
        Assert.Equal("video", task.GetProperty("type").GetString());
        Assert.Equal("pending", task.GetProperty("status").GetString());
        Assert.Equal("seedance-2.0-text-to-video", task.GetProperty("model").GetString());
        Assert.Equal(0, task.GetProperty("progress").GetInt32());
        Assert.Equal(Samples.Now.ToUnixTimeSeconds(), task.GetProperty("created").GetInt64());
        Assert.True(task.GetProperty("task_info").GetProperty("can_cancel").GetBoolean());
        Assert.Equal(6, task.GetProperty("task_info").GetProperty("video_duration").GetInt32());
        Assert.False(task.TryGetProperty("warnings", out _));
        Assert.False(task.TryGetProperty("results", out _));
        Assert.False(task.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task The_task_is_recorded_and_its_orchestration_has_the_task_s_id()
    {
        var id = Http.JsonOf(await CreateAsync(Body)).GetProperty("id").GetString();

        Assert.True(TaskId.TryParse(id, out var taskId));
        var record = await _service.Records.FindAsync("studio", taskId, CancellationToken.None);
        Assert.Equal(
            (TaskState.Pending, SubmissionState.None, "A fox in the snow"), (record!.State, record.Submission, record.Request.Prompt));
        var scheduled = Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.Equal((nameof(GenerateVideo), id), (scheduled.Name, scheduled.InstanceId));
        Assert.Equal((id, "studio"), (scheduled.Input.Task.TaskId.ToString(), scheduled.Input.Task.Client));
        Assert.True(scheduled.Input.ReplaysIdempotencyKey);
        Assert.False(scheduled.Input.NotifiesCaller);
        Assert.True(scheduled.Input.Waiting.WebhooksOn);
    }

    [Fact]
    public async Task What_the_orchestration_starts_from_holds_no_key_and_no_link()
    {
        await CreateAsync(Body[..^1] + ""","callback_url":"https://caller.example.com/hook?secret=1"}""");

        var scheduled = Assert.Single(_doors.Orchestrations.Scheduled);
        Assert.True(scheduled.Input.NotifiesCaller);
        var stored = JsonSerializer.Serialize(scheduled.Input);
        Assert.DoesNotContain("caller.example.com", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("provider-key", stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://videos.example.com/", "https://videos.example.com")]
    [InlineData(null, "https://reached.example.com:8443")]
    public async Task Links_use_the_public_address_or_else_the_one_the_request_came_in_on(string? publicBaseUrl, string linkBase)
    {
        _service.Options.PublicBaseUrl = publicBaseUrl;

        var id = Http.JsonOf(await CreateAsync(Body)).GetProperty("id").GetString();

        Assert.True(TaskId.TryParse(id, out var taskId));
        Assert.Equal(linkBase, (await _service.Records.FindAsync("studio", taskId, CancellationToken.None))!.LinkBase);
    }

    [Fact]
    public async Task Remarks_on_a_request_come_with_the_task()
    {
        var task = Http.JsonOf(await CreateAsync(Body.Replace("A fox", "@Image1 is a fox", StringComparison.Ordinal)));

        Assert.Contains("Image1", Assert.Single(task.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_valid_key_nothing_is_read_or_recorded()
    {
        var body = new MemoryStream("{"u8.ToArray());
        var request = Http.Request(Url, "POST", authorization: "Bearer wrong");
        request.Content = new StreamContent(body);

        var response = await CreateAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(0, body.Position);
        AssertNothingBegun();
    }

    [Fact]
    public async Task An_oversized_body_is_refused()
    {
        var response = await CreateAsync(new string(' ', RequestExtensions.MaxBodyBytes + 1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request_too_large", CodeOf(response));
        AssertNothingBegun();
    }

    [Fact]
    public async Task A_body_that_announces_itself_as_too_large_is_not_read()
    {
        var body = new MemoryStream(new byte[RequestExtensions.MaxBodyBytes + 1]);
        var request = Http.Request(Url, "POST");
        request.Content = new StreamContent(body) { Headers = { ContentLength = body.Length } };

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await CreateAsync(request)).StatusCode);
        Assert.Equal(0, body.Position);
    }

    [Fact]
    public async Task A_body_without_a_length_is_read_no_further_than_allowed()
    {
        var body = new MemoryStream(new byte[8 * RequestExtensions.MaxBodyBytes]);
        var request = Http.Request(Url, "POST");
        request.Content = new StreamContent(body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await CreateAsync(request)).StatusCode);
        Assert.InRange(body.Position, RequestExtensions.MaxBodyBytes + 1, 2 * RequestExtensions.MaxBodyBytes);
        AssertNothingBegun();
    }

    [Fact]
    public async Task A_wrong_request_is_refused_with_every_reason_at_once()
    {
        var response = await CreateAsync("""{"model":"seedance-2.0-text-to-video","prompt":"","duration":99,"promt":"A fox"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Http.JsonOf(response).GetProperty("error");
        Assert.Equal("invalid_request", error.GetProperty("code").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        var errors = error.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(
            ["duration", "prompt", "promt"], errors.Select(each => each.GetProperty("param").GetString()).Order(StringComparer.Ordinal));
        Assert.All(errors, each => Assert.NotEmpty(each.GetProperty("code").GetString()!));
        Assert.All(errors, each => Assert.NotEmpty(each.GetProperty("message").GetString()!));
        Assert.Contains("3 problems", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        AssertNothingBegun();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task What_is_no_request_at_all_is_a_400(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await CreateAsync(body)).StatusCode);
        AssertNothingBegun();
    }

    [Fact]
    public async Task A_provider_without_a_key_is_refused_before_anything_is_recorded()
    {
        _service.Options.Providers["evolink"].ApiKey = "";

        var response = await CreateAsync(Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("service_unavailable", CodeOf(response));
        AssertNothingBegun();
    }

    [Fact]
    public async Task A_start_that_fails_leaves_nothing_that_could_still_cost_money()
    {
        _doors.Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");

        var response = await CreateAsync(Body);

        Assert.Equal((HttpStatusCode.InternalServerError, "internal_error"), (response.StatusCode, CodeOf(response)));
        Assert.Empty(_service.Table.Rows);
    }

    [Fact]
    public async Task A_start_of_which_only_the_answer_was_lost_is_a_start()
    {
        _doors.Orchestrations.OnSchedule = () =>
        {
            // The orchestration is at work already when its start seems to fail.
            var row = _service.Table.Rows.Single(each => each.ContainsKey("TaskId"));
            Assert.True(TaskId.TryParse(row.GetString("TaskId"), out var id));
            Task.Run(() => _service.ChangeBehindTheirBackAsync(Samples.Record with { Id = id }, record => record.Move(
                TaskState.Pending, TaskStage.Submitting, "submitting", Samples.Now) with
            { Submission = SubmissionState.Submitting })).Wait();
            throw new InvalidOperationException("The answer was lost.");
        };

        Assert.Equal(HttpStatusCode.OK, (await CreateAsync(Body)).StatusCode);

        Assert.Contains(_service.Table.Rows, row => row.GetString("Submission") == "Submitting");
    }

    [Fact]
    public async Task A_caller_that_hangs_up_leaves_no_record_without_its_orchestration()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await _doors.CreateAsync(Http.Request(Url, "POST", Body), gone.Token);

        AssertNothingBegun();
    }

    private void AssertNothingBegun()
    {
        Assert.Empty(_service.Table.Rows);
        Assert.Empty(_doors.Orchestrations.Scheduled);
    }

    private static string? CodeOf(HttpResponseMessage response)
        => Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString();

    private Task<HttpResponseMessage> CreateAsync(string body) => _doors.CreateAsync(body);

    private Task<HttpResponseMessage> CreateAsync(HttpRequestMessage request) => _doors.CreateAsync(request);
}
