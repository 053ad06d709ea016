namespace Seedance.Tests.Providers;

public sealed class EvoLinkPollTests
{
    private const string Id = "task-unified-1774857405-abc123";
    private const string Link = "https://cdn.example.com/video.mp4";

    [Fact]
    public async Task A_running_task_tells_its_progress()
    {
        var task = await Found("""
            {"id":"task-unified-1774857405-abc123","object":"video.generation.task","created":1774857405,"model":"seedance-2.0-text-to-video","status":"processing","progress":65,"type":"video","task_info":{"can_cancel":true}}
            """);

        Assert.Equal((TaskState.Processing, 65), (task.State, task.Progress));
        Assert.Null(task.Failure);
    }

    [Theory]
    [InlineData("""{"status":"completed","progress":100,"results":["https://cdn.example.com/video.mp4"],"task_info":{"can_cancel":false}}""")]
    [InlineData("""{"status":"completed","progress":100,"result":{"video_url":"https://cdn.example.com/video.mp4"}}""")]
    [InlineData("""{"status":"completed","output":{"video_url":"https://cdn.example.com/video.mp4"}}""")]
    [InlineData("""{"status":"completed","results":[],"result_data":[{"video_url":"https://cdn.example.com/video.mp4","duration":8}]}""")]
    [InlineData("""{"status":"completed","result_data":{"video_url":"https://cdn.example.com/video.mp4"}}""")]
    [InlineData("""{"status":"completed","video_url":"https://cdn.example.com/video.mp4"}""")]
    [InlineData("""{"status":"completed","url":"https://cdn.example.com/video.mp4"}""")]
    [InlineData("""{"status":"COMPLETED","results":[null,"","not a url"],"result":{"video_url":"https://cdn.example.com/video.mp4"},"url":"https://other.example/x"}""")]
    public async Task The_link_is_found_in_every_shape(string body)
    {
        var task = await Found(body);

        Assert.Equal(TaskState.Completed, task.State);
        Assert.Equal([Link], task.ResultUrls);
    }

    [Fact]
    public async Task Every_result_is_kept_in_order()
    {
        var task = await Found("""{"status":"completed","results":["https://e.com/1.mp4","https://e.com/2.mp4"]}""");

        Assert.Equal(["https://e.com/1.mp4", "https://e.com/2.mp4"], task.ResultUrls);
    }

    [Theory]
    [InlineData("""{"status":"completed","last_frame_url":"https://e.com/last.png"}""", true)]
    [InlineData("""{"status":"completed","content":{"last_frame_url":"https://e.com/last.png"}}""", true)]
    [InlineData("""{"status":"completed","last_frame_url":"","result":{"last_frame_url":"https://e.com/last.png"}}""", true)]
    [InlineData("""{"status":"completed","last_frame_url":7,"output":{"last_frame_url":"https://e.com/last.png"}}""", true)]
    [InlineData("""{"status":"completed","last_frame_url":"file:///etc/passwd","content":[]}""", false)]
    [InlineData("""{"status":"processing","last_frame_url":"https://e.com/last.png"}""", false)]
    public async Task A_last_frame_is_found_where_one_is_offered(string body, bool found)
        => Assert.Equal(found ? "https://e.com/last.png" : null, (await Found(body)).LastFrameUrl);

    [Fact]
    public async Task The_same_link_twice_is_one_result()
        => Assert.Single((await Found("""{"status":"completed","results":["https://e.com/1.mp4","https://e.com/1.mp4"]}""")).ResultUrls);

    [Theory]
    [InlineData("""{"status":"completed"}""")]
    [InlineData("""{"status":"completed","results":[],"result":null}""")]
    [InlineData("""{"status":"completed","results":["file:///etc/passwd"]}""")]
    public async Task Completed_without_a_link_has_no_links(string body)
    {
        var task = await Found(body);

        Assert.Equal(TaskState.Completed, task.State);
        Assert.Empty(task.ResultUrls);
    }

    [Theory]
    [InlineData("pending", TaskState.Pending)]
    [InlineData("queued", TaskState.Pending)]
    [InlineData("running", TaskState.Processing)]
    [InlineData("weird", TaskState.Processing)]
    [InlineData("", TaskState.Processing)]
    [InlineData("cancelled", TaskState.Cancelled)]
    public async Task A_status_that_is_not_known_is_not_the_end(string status, TaskState state)
    {
        var task = await Found($$"""{"status":"{{status}}","progress":0}""");

        Assert.Equal((state, status), (task.State, task.ProviderStatus));
    }

    [Theory]
    [InlineData("""{"status":"failed","error":{"code":"content_policy_violation","message":"Content policy violation.\nYour request was blocked by safety filters..."}}""", "content_policy_violation", "Content policy violation. Your request was blocked by safety filters...", null)]
    [InlineData("""{"status":"failed","error":{"code":"OutputVideoSensitiveContentDetected.PolicyViolation","message":"no"}}""", "content_policy_violation", "no", "output_video")]
    [InlineData("""{"status":"failed","error":{"code":"service_error","message":"upstream OutputAudioSensitiveContentDetected"}}""", "content_policy_violation", "upstream OutputAudioSensitiveContentDetected", "output_audio")]
    [InlineData("""{"status":"failed","error":{"code":"GENERATION_TIMEOUT","message":"slow"}}""", "generation_timeout", "slow", null)]
    [InlineData("""{"status":"failed"}""", "unknown_error", null, null)]
    [InlineData("""{"status":"failed","error":{}}""", "unknown_error", null, null)]
    [InlineData("""{"status":"failed","error":{"message":"Validation failed"}}""", "unknown_error", "Validation failed", null)]
    [InlineData("""{"status":"failed","error":"some string"}""", "unknown_error", "some string", null)]
    [InlineData("""{"status":"failed","error":{"code":500,"message":"x"}}""", "unknown_error", "x", null)]
    public async Task A_failed_task_has_one_of_the_known_reasons(string body, string code, string? message, string? detail)
    {
        var failure = (await Found(body)).Failure!;

        Assert.Equal((code, detail), (failure.Code, failure.Detail));
        Assert.Equal(message, failure.ProviderMessage);
        Assert.Equal(message ?? FailureCodes.Describe(code).Message, failure.Message);
        Assert.Equal(FailureCodes.Describe(code).Has(FailureTraits.Retryable), failure.Retryable);
    }

    [Theory]
    [InlineData(""" "usage":{"credits_used":67.5} """)]
    [InlineData(""" "usage":{"cost":{"credits":67.5,"usd":0.9926}} """)]
    [InlineData(""" "billing":{"charged_credits":"67.5"} """)]
    public async Task What_was_charged_is_read(string member) =>
        Assert.Equal(67.5m, (await Found($$"""{"status":"completed","results":["https://e.com/1.mp4"],{{member}}}""")).CreditsCharged);

    [Theory]
    [InlineData(404, """{"error":{"code":"task_not_found","message":"Task not found."}}""")]
    [InlineData(404, "")]
    [InlineData(400, """{"error":{"code":"task_not_found","message":"Task not found."}}""")]
    public async Task A_task_that_the_provider_does_not_know_is_not_found(int status, string body) =>
        Assert.IsType<PollOutcome.NotFound>(await Poll(status, body));

    [Theory]
    [InlineData(401, "")]
    [InlineData(403, "")]
    [InlineData(500, "")]
    [InlineData(502, "<html></html>")]
    [InlineData(200, "")]
    [InlineData(200, "<html></html>")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"error":{"code":"internal_error"}}""")]
    [InlineData(200, """{"id":"another-task","status":"completed","results":["https://e.com/1.mp4"]}""")]
    public async Task Everything_else_says_nothing_about_the_task(int status, string body) =>
        Assert.IsType<PollOutcome.Unavailable>(await Poll(status, body));

    [Fact]
    public async Task Waiting_as_asked_is_passed_on()
    {
        var outcome = await new EvoLinkProvider(StubHandler.Of(503, "", ("Retry-After", "9")).Client(), TimeProvider.System).GetAsync(Id, default);

        Assert.Equal(TimeSpan.FromSeconds(10), Assert.IsType<PollOutcome.Unavailable>(outcome).RetryAfter);
    }

    [Theory]
    [InlineData("""{"id":"task-unified-1774857405-abc123","status":"completed"}""", Id)]
    [InlineData("""{"status":"completed"}""", null)]
    [InlineData("""{"id":"../../etc"}""", null)]
    [InlineData("""{"id":".."}""", null)]
    [InlineData("""{"id":"\ud800"}""", null)]
    [InlineData("""{"id":{"id":"x"}}""", null)]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", null)]
    [InlineData("not json", null)]
    [InlineData("", null)]
    public void A_callback_is_asked_for_its_id_and_nothing_else(string body, string? id) =>
        Assert.Equal(id, new EvoLinkProvider(new HttpClient(), TimeProvider.System).ReadCallbackTaskId(System.Text.Encoding.UTF8.GetBytes(body)));

    private static async Task<ProviderTask> Found(string body) => Assert.IsType<PollOutcome.Found>(await Poll(200, body)).Task;

    private static Task<PollOutcome> Poll(int status, string body) =>
        new EvoLinkProvider(StubHandler.Of(status, body).Client(), TimeProvider.System).GetAsync(Id, CancellationToken.None);
}
