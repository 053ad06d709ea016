namespace Seedance.Tests.Providers;

public sealed class SeedanceApiTests
{
    private const string Id = "seed15abc123def456pro";

    [Fact]
    public async Task A_created_task_is_accepted()
    {
        var accepted = Assert.IsType<SubmitOutcome.Accepted>(
            await Submit(200, """{"code":200,"message":"success","data":{"task_id":"seed15abc123def456pro","status":"IN_PROGRESS"}}"""));

        Assert.Equal(Id, accepted.Task.Id);
        Assert.Equal((TaskState.Processing, "IN_PROGRESS"), (accepted.Task.State, accepted.Task.ProviderStatus));
        Assert.False(accepted.Replayed);
    }

    [Theory]
    [InlineData(400, """{"code":400,"message":"INVALID_DURATION"}""", "provider_rejected", "INVALID_DURATION")]
    [InlineData(400, """{"code":"INVALID_DURATION","message":"Duration must be 4, 8, or 12 seconds"}""", "provider_rejected", "INVALID_DURATION")]
    [InlineData(200, """{"code":400,"message":"INVALID_PROMPT"}""", "provider_rejected", "INVALID_PROMPT")]
    [InlineData(200, """{"code":"TOO_MANY_IMAGES","message":"One image at most"}""", "provider_rejected", "TOO_MANY_IMAGES")]
    [InlineData(200, """{"code":402,"message":"INSUFFICIENT_CREDITS"}""", "provider_insufficient_credits", "INSUFFICIENT_CREDITS")]
    [InlineData(200, """{"code":"INSUFFICIENT_CREDITS","message":"top up"}""", "provider_insufficient_credits", "INSUFFICIENT_CREDITS")]
    [InlineData(401, """{"error":{"code":"INVALID_API_KEY","message":"no"}}""", "provider_auth", "INVALID_API_KEY")]
    [InlineData(401, """{"error":"INVALID_API_KEY"}""", "provider_auth", "INVALID_API_KEY")]
    [InlineData(400, """{"code":400,"message":"Content policy violation"}""", "content_policy_violation", "400")]
    public async Task A_definite_refusal_is_rejected_by_its_code_whatever_the_HTTP_status(int status, string body, string code, string providerCode)
    {
        var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit(status, body)).Failure;

        Assert.Equal((code, providerCode), (failure.Code, failure.ProviderCode));
    }

    [Theory]
    [InlineData(500, """{"code":500,"message":"INTERNAL_ERROR"}""")]
    [InlineData(200, """{"code":500,"message":"INTERNAL_ERROR"}""")]
    [InlineData(200, """{"code":"INTERNAL_ERROR"}""")]
    [InlineData(200, """{"code":"SOMETHING_NEW"}""")]
    [InlineData(200, """{"code":200,"message":"success","data":{"task_id":""}}""")]
    [InlineData(200, """{"code":200,"message":"success","data":null}""")]
    [InlineData(200, """{"code":0,"message":"?"}""")]
    [InlineData(200, "")]
    [InlineData(200, "<html></html>")]
    [InlineData(503, "")]
    public async Task What_may_have_made_a_task_is_unknown(int status, string body) =>
        Assert.IsType<SubmitOutcome.Unknown>(await Submit(status, body));

    [Theory]
    [InlineData(429, "")]
    [InlineData(200, """{"code":429,"message":"slow down"}""")]
    public async Task Too_many_requests_may_be_repeated(int status, string body) =>
        Assert.IsType<SubmitOutcome.NotSent>(await Submit(status, body));

    [Fact]
    public async Task A_finished_task_has_its_link_and_its_price()
    {
        var task = await Found("""
            {"code":200,"message":"success","data":{"task_id":"seed15abc123def456pro","status":"SUCCESS","consumed_credits":28,"created_at":"2026-02-07T10:30:00Z","request":{"prompt":"A cinematic shot of mountains at sunrise with flowing clouds","aspect_ratio":"16:9","resolution":"720p","duration":"8"},"response":["https://cdn.example.com/videos/seed15abc123def456pro.mp4"],"error_message":null}}
            """);

        Assert.Equal(TaskState.Completed, task.State);
        Assert.Equal(["https://cdn.example.com/videos/seed15abc123def456pro.mp4"], task.ResultUrls);
        Assert.Equal(28m, task.CreditsCharged);
    }

    [Theory]
    [InlineData("""{"code":200,"data":{"task_id":"seed15abc123def456pro","status":"IN_PROGRESS","response":null,"error_message":null}}""")]
    [InlineData("""{"code":200,"data":{"task_id":"seed15abc123def456pro","status":"in_progress","response":[]}}""")]
    [InlineData("""{"code":200,"data":{"task_id":"seed15abc123def456pro","status":"IN_PROGRESS"}}""")]
    [InlineData("""{"code":200,"data":{"task_id":"seed15abc123def456pro","status":"QUEUED_SOMEWHERE"}}""")]
    public async Task A_running_task_is_processing(string body)
    {
        var task = await Found(body);

        Assert.Equal(TaskState.Processing, task.State);
        Assert.Empty(task.ResultUrls);
    }

    [Fact]
    public async Task A_failed_task_gives_the_message_as_its_reason()
    {
        var refused = await Found("""{"code":200,"data":{"status":"FAILED","consumed_credits":0,"response":[],"error_message":"Content policy violation"}}""");
        var broken = await Found("""{"code":200,"data":{"status":"FAILED","error_message":null}}""");

        Assert.Equal((FailureCodes.ContentPolicyViolation, "Content policy violation"), (refused.Failure!.Code, refused.Failure.Message));
        Assert.Equal(0m, refused.CreditsCharged);
        Assert.Equal(FailureCodes.UnknownError, broken.Failure!.Code);
    }

    [Theory]
    [InlineData("""{"code":200,"data":{"status":"SUCCESS","last_frame_url":"https://e.com/last.png"}}""", true)]
    [InlineData("""{"code":200,"data":{"status":"SUCCESS","content":{"last_frame_url":"https://e.com/last.png"}}}""", true)]
    [InlineData("""{"code":200,"data":{"status":"SUCCESS","last_frame_url":null}}""", false)]
    public async Task A_last_frame_is_found_where_one_is_offered(string body, bool found)
        => Assert.Equal(found ? "https://e.com/last.png" : null, (await Found(body)).LastFrameUrl);

    [Theory]
    [InlineData("SUCCESS", "[]", 0)]
    [InlineData("COMPLETED", "[\"https://e.com/1.mp4\"]", 1)]
    [InlineData("success", "\"https://e.com/1.mp4\"", 1)]
    public async Task Success_has_the_links_it_has(string status, string response, int links)
    {
        var task = await Found($$$"""{"code":200,"data":{"status":"{{{status}}}","response":{{{response}}}}}""");

        Assert.Equal((TaskState.Completed, links), (task.State, task.ResultUrls.Count));
    }

    [Theory]
    [InlineData(404, """{"code":404,"message":"TASK_NOT_FOUND"}""")]
    [InlineData(200, """{"code":404,"message":"TASK_NOT_FOUND"}""")]
    [InlineData(200, """{"code":"TASK_NOT_FOUND"}""")]
    public async Task A_task_that_the_provider_does_not_know_is_not_found(int status, string body) =>
        Assert.IsType<PollOutcome.NotFound>(await Poll(status, body));

    [Theory]
    [InlineData(401, """{"code":401,"message":"INVALID_API_KEY"}""")]
    [InlineData(200, """{"code":500,"message":"INTERNAL_ERROR"}""")]
    [InlineData(200, """{"code":200,"data":null}""")]
    [InlineData(200, """{"code":200,"data":{"task_id":"another","status":"SUCCESS"}}""")]
    [InlineData(200, "nonsense")]
    public async Task Everything_else_says_nothing_about_the_task(int status, string body) =>
        Assert.IsType<PollOutcome.Unavailable>(await Poll(status, body));

    [Theory]
    [InlineData("""{"code":200,"data":{"task_id":"seed15abc123def456pro","status":"SUCCESS"}}""", Id)]
    [InlineData("""{"task_id":"seed15abc123def456pro"}""", Id)]
    [InlineData("""{"data":{"task_id":"a b"}}""", null)]
    [InlineData("{", null)]
    public void A_callback_is_asked_for_its_id(string body, string? id) =>
        Assert.Equal(id, new SeedanceApiProvider(new HttpClient(), TimeProvider.System).ReadCallbackTaskId(System.Text.Encoding.UTF8.GetBytes(body)));

    private static async Task<ProviderTask> Found(string body) => Assert.IsType<PollOutcome.Found>(await Poll(200, body)).Task;

    private static Task<PollOutcome> Poll(int status, string body) =>
        new SeedanceApiProvider(StubHandler.Of(status, body).Client(), TimeProvider.System).GetAsync(Id, CancellationToken.None);

    private static Task<SubmitOutcome> Submit(int status, string body) =>
        new SeedanceApiProvider(StubHandler.Of(status, body).Client(), TimeProvider.System)
            .SubmitAsync(Submissions.Of(Submissions.Text), CancellationToken.None);
}
