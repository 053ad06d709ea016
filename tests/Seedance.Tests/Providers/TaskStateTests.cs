namespace Seedance.Tests.Providers;

/// <summary>How far a task is, in the words of providers and relays.</summary>
public sealed class TaskStateTests
{
    [Theory]
    [InlineData(TaskState.Pending, "PENDING", "In Queue", "not-started", "TASK_STATUS_QUEUED", "scheduled", "排队中")]
    [InlineData(TaskState.Processing, "IN_PROGRESS", "in-progress", "inProgress", " Running ", "post processing", "TASK_STATUS_PROCESSING")]
    [InlineData(TaskState.Completed, "Completed ", "done", "FINISHED", "Succeeded", "TASK_STATUS_SUCCEED", "successful!", "complete")]
    [InlineData(TaskState.Failed, "FAILURE", "Rejected", "timeout", "Timed Out", "error", "expired", "fail")]
    [InlineData(TaskState.Cancelled, "canceled", "CANCELLED", "Aborted")]
    [InlineData(null, "", "weird", "success_rate", "200", "unknown", "undone")]
    public void A_word_is_known_in_every_spelling(TaskState? state, params string[] words)
        => Assert.All(words, word => Assert.Equal(state, ProviderStates.Of(word)));

    [Theory]
    [InlineData("""{"status":"success","data":{"status":"processing","progress":"40%"}}""", TaskState.Processing)]
    [InlineData("""{"status":"processing","data":{"status":"success","video_url":"https://e.com/v.mp4"}}""", TaskState.Processing)]
    [InlineData("""{"code":200,"data":[{"task_status":"Succeed"}]}""", TaskState.Completed)]
    [InlineData("""{"status":200,"message":"ok","data":{"task":{"state":"finished"}}}""", TaskState.Completed)]
    [InlineData("""{"data":{"status":"FAILURE","fail_reason":"x","data":{"status":"running"}}}""", TaskState.Failed)]
    [InlineData("""[{"id":"t","status":"Canceled"}]""", TaskState.Cancelled)]
    [InlineData("""{"id":"t","state":"someday"}""", TaskState.Processing)]
    [InlineData("""{"id":"t","status":"someday","result":{"clip":{"link":"https://e.com/v"}}}""", TaskState.Processing)]
    [InlineData("""{"id":"t","status":"someday","result":["https://e.com/v"]}""", TaskState.Completed)]
    [InlineData("""{"id":"t","status":"someday","url":"https://api.e.com/tasks/t"}""", TaskState.Processing)]
    [InlineData("""{"id":"t","status":"someday","results":["https://e.com/first.png"],"image_urls":["https://e.com/a.mp4"]}""", TaskState.Processing)]
    [InlineData("""{"id":"t","videos":[{"url":"https://e.com/v.mp4?sig=1"}]}""", TaskState.Completed)]
    public async Task A_task_is_done_only_when_nothing_says_otherwise(string body, TaskState state)
    {
        foreach (var seedanceApi in new[] { false, true })
        {
            var task = Assert.IsType<PollOutcome.Found>(await new StubProvider(200, body).Client(seedanceApi).GetAsync("t", default)).Task;

            Assert.Equal((state, state == TaskState.Failed), (task.State, task.Failure is not null));
            Assert.True(state == TaskState.Completed || task.ResultUrls.Count == 0);
        }
    }

    [Theory]
    [InlineData("""{"id":7,"task_id":"t","status":"done"}""", true)]
    [InlineData("""{"id":"t","task_id":"other","status":"done"}""", true)]
    [InlineData("""{"id":"req-9","data":{"taskId":"t","status":"done"}}""", true)]
    [InlineData("""{"status":"done","data":[{"id":"clip-1"}],"results":[]}""", true)]
    [InlineData("""{"id":7,"status":"done"}""", false)]
    [InlineData("""{"data":{"taskId":"T","status":"done"}}""", false)]
    public async Task A_task_with_two_ids_is_the_one_when_either_is(string body, bool isOurs)
    {
        var outcome = await new StubProvider(200, body).Client().GetAsync("t", default);

        Assert.Equal(isOurs ? typeof(PollOutcome.Found) : typeof(PollOutcome.Unavailable), outcome.GetType());
    }

    [Theory]
    [InlineData(403, "<html>Attention Required!</html>", "HTTP 403, blocked before it reached the API")]
    [InlineData(403, "error code: 1020", "HTTP 403, blocked before it reached the API: error code: 1020")]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded","message":"Slow down"}}""", "HTTP 429, rate limited: rate_limit_exceeded Slow down")]
    [InlineData(401, "", "HTTP 401, credentials refused")]
    [InlineData(404, "<h1>404</h1>", "HTTP 404")]
    [InlineData(302, "", "HTTP 302, a redirect")]
    [InlineData(200, """{"success":true}""", "HTTP 200 without the task")]
    [InlineData(200, """{"status":"error","message":"Too many reads"}""", "HTTP 200 without the task: Too many reads")]
    [InlineData(200, """{"code":503,"msg":"try https://e.com/x?sig=1"}""", "HTTP 200 without the task: 503 try https://e.com/x?...")]
    public async Task What_is_no_task_says_what_it_was(int status, string body, string reason)
        => Assert.Equal(
            reason, Assert.IsType<PollOutcome.Unavailable>(await new StubProvider(status, body).Client().GetAsync("t", default)).Reason);
}
