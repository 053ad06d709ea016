namespace Seedance.Tests.Providers;

/// <summary>What a task says at EvoLink (E) and at seedanceapi.org (S), in every shape that was seen.</summary>
public sealed class PollTests
{
    private const string Id = "task-unified-1774857405-abc123";
    private const string Video = "https://cdn.example.com/video.mp4";

    [Theory]
    [InlineData('E', "queued", TaskState.Pending)]
    [InlineData('E', "weird", TaskState.Processing)]
    [InlineData('E', "", TaskState.Processing)]
    [InlineData('E', "cancelled", TaskState.Cancelled)]
    [InlineData('E', "COMPLETED", TaskState.Completed)]
    [InlineData('S', "IN_PROGRESS", TaskState.Processing)]
    [InlineData('S', "COMPLETED", TaskState.Completed)]
    public async Task A_status_that_is_not_known_is_not_the_end(char vendor, string status, TaskState state)
    {
        var task = await Found(vendor, $$"""{"status":"{{status}}","progress":65}""");

        Assert.Equal((state, status, 65), (task.State, task.ProviderStatus, task.Progress));
        Assert.Equal((0, null), (task.ResultUrls.Count, task.Failure));
    }

    [Theory]
    [InlineData('E', """{"status":"completed","result":{"video_url":"https://cdn.example.com/video.mp4"}}""")]
    [InlineData('E', """{"status":"completed","output":{"video_url":"https://cdn.example.com/video.mp4"}}""")]
    [InlineData('E', """{"status":"completed","results":[],"result_data":[{"video_url":"https://cdn.example.com/video.mp4","duration":8}]}""")]
    [InlineData('E', """{"status":"completed","result_data":{"url":"https://cdn.example.com/video.mp4"}}""")]
    [InlineData('E', """{"status":"completed","video_url":"https://cdn.example.com/video.mp4"}""")]
    [InlineData('E', """{"status":"completed","results":["https://cdn.example.com/video.mp4","https://cdn.example.com/video.mp4"]}""")]
    [InlineData('E', """{"status":"completed","results":[null,"","not a url","file:///x"],"result":{"video_url":"https://cdn.example.com/video.mp4"},"url":"https://other.example/x"}""", $"{Video} https://other.example/x")]
    [InlineData('S', """{"status":"SUCCESS","response":["https://cdn.example.com/video.mp4"]}""")]
    [InlineData('S', """{"status":"success","response":"https://cdn.example.com/video.mp4"}""")]
    [InlineData('S', """{"status":"SUCCESS","video_url":"https://cdn.example.com/video.mp4"}""")]
    [InlineData('S', """{"status":"SUCCESS","output_url":"https://cdn.example.com/video.mp4"}""")]
    [InlineData('E', """{"status":"completed","results":["https://e.com/2.mp4","https://e.com/1.mp4"]}""", "https://e.com/2.mp4 https://e.com/1.mp4")]
    public async Task The_links_are_found_in_every_shape_and_kept_in_order(char vendor, string task, string links = Video)
        => Assert.Equal(links, string.Join(' ', (await Found(vendor, task)).ResultUrls));

    [Theory]
    [InlineData('E', """{"status":"completed","content":{"last_frame_url":"https://e.com/last.png"}}""", true)]
    [InlineData('E', """{"status":"completed","last_frame_url":"","result":{"last_frame_url":"https://e.com/last.png"}}""", true)]
    [InlineData('E', """{"status":"completed","last_frame_url":7,"output":{"last_frame_url":"https://e.com/last.png"}}""", true)]
    [InlineData('E', """{"status":"completed","last_frame_url":"file:///etc/passwd","content":[]}""", false)]
    [InlineData('E', """{"status":"processing","last_frame_url":"https://e.com/last.png"}""", false)]
    [InlineData('S', """{"status":"SUCCESS","content":{"last_frame_url":"https://e.com/last.png"}}""", true)]
    public async Task A_last_frame_is_found_where_one_is_offered(char vendor, string task, bool found)
        => Assert.Equal(found ? "https://e.com/last.png" : null, (await Found(vendor, task)).LastFrameUrl);

    [Theory]
    [InlineData('E', """{"status":"failed","error":{"code":"content_policy_violation","message":"Content policy violation.\nYour request was blocked..."}}""", "content_policy_violation", "Content policy violation. Your request was blocked...", null)]
    [InlineData('E', """{"status":"failed","error":{"code":"OutputVideoSensitiveContentDetected.PolicyViolation","message":"no"}}""", "content_policy_violation", "no", "output_video")]
    [InlineData('E', """{"status":"failed","error":{"code":"service_error","message":"upstream OutputAudioSensitiveContentDetected"}}""", "content_policy_violation", "upstream OutputAudioSensitiveContentDetected", "output_audio")]
    [InlineData('E', """{"status":"failed","error":{"code":"GENERATION_TIMEOUT","message":"slow"}}""", "generation_timeout", "slow", null)]
    [InlineData('E', """{"status":"failed","error":{}}""", "unknown_error", null, null)]
    [InlineData('E', """{"status":"failed","error":"some string"}""", "unknown_error", "some string", null)]
    [InlineData('S', """{"status":"FAILED","error_message":"Content policy violation"}""", "content_policy_violation", "Content policy violation", null)]
    public async Task A_failed_task_has_one_of_the_known_reasons(char vendor, string task, string code, string? message, string? detail)
    {
        var failure = (await Found(vendor, task)).Failure!;

        Assert.Equal((code, detail, message), (failure.Code, failure.Detail, failure.ProviderMessage));
        Assert.Equal(message ?? FailureCodes.Describe(code).Message, failure.Message);
        Assert.Equal(FailureCodes.Describe(code).Has(FailureTraits.Retryable), failure.Retryable);
    }

    [Theory]
    [InlineData('E', """{"status":"completed","usage":{"credits_used":67.5}}""")]
    [InlineData('E', """{"status":"completed","usage":{"cost":{"credits":67.5,"usd":0.9926}}}""")]
    [InlineData('E', """{"status":"completed","billing":{"charged_credits":"67.5"}}""")]
    [InlineData('S', """{"status":"FAILED","consumed_credits":67.5}""")]
    public async Task What_was_charged_is_read(char vendor, string task)
        => Assert.Equal(67.5m, (await Found(vendor, task)).CreditsCharged);

    [Theory]
    [InlineData('E', 404, "")]
    [InlineData('E', 400, """{"error":{"code":"task_not_found","message":"Task not found."}}""")]
    [InlineData('S', 200, """{"code":"TASK_NOT_FOUND"}""")]
    public async Task A_task_that_the_provider_does_not_know_is_not_found(char vendor, int status, string body)
        => Assert.IsType<PollOutcome.NotFound>(await Poll(vendor, status, body));

    [Theory]
    [InlineData('E', 401, "")]
    [InlineData('E', 200, "")]
    [InlineData('E', 200, "[]")]
    [InlineData('E', 200, """{"error":{"code":"internal_error"}}""")]
    [InlineData('E', 200, """{"id":"another-task","status":"completed","results":["https://e.com/1.mp4"]}""")]
    [InlineData('S', 200, """{"code":200,"data":null}""")]
    [InlineData('S', 200, """{"code":200,"data":{"task_id":"another","status":"SUCCESS"}}""")]
    [InlineData('S', 200, "nonsense")]
    public async Task Everything_else_says_nothing_about_the_task(char vendor, int status, string body)
        => Assert.Equal(TimeSpan.FromSeconds(10), Assert.IsType<PollOutcome.Unavailable>(await Poll(vendor, status, body)).RetryAfter);

    [Theory]
    [InlineData('E', """{"id":"task-unified-1774857405-abc123","status":"completed"}""", Id)]
    [InlineData('E', """{"id":"../../etc"}""", null)]
    [InlineData('E', """{"id":"\ud800"}""", null)]
    [InlineData('E', "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", null)]
    [InlineData('E', "", null)]
    [InlineData('S', """{"code":200,"data":{"task_id":"task-unified-1774857405-abc123","status":"SUCCESS"}}""", Id)]
    [InlineData('S', """{"task_id":"task-unified-1774857405-abc123"}""", Id)]
    public void A_callback_is_read_for_its_id_and_nothing_else(char vendor, string body, string? id)
        => Assert.Equal(id, new StubProvider(200, "").Client(vendor == 'S').ReadCallbackTaskId(Encoding.UTF8.GetBytes(body)));

    private static async Task<ProviderTask> Found(char vendor, string task) => Assert.IsType<PollOutcome.Found>(
        await Poll(vendor, 200, vendor == 'S' ? $$"""{"code":200,"message":"success","data":{{task}}}""" : task)).Task;

    private static Task<PollOutcome> Poll(char vendor, int status, string body)
        => new StubProvider(status, body, ("Retry-After", "9")).Client(vendor == 'S').GetAsync(Id, default);
}
