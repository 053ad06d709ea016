namespace Seedance.Tests.Providers;

/// <summary>A create that is answered in another shape than the documents say: nothing is paid twice, and no reason is lost.</summary>
public sealed class SubmitShapeTests
{
    private const string LongId = "task-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";

    [Theory]
    [InlineData("""{"data":{"id":"job-77"}}""", "job-77")]
    [InlineData("""[{"task_id":"job-77"}]""", "job-77")]
    [InlineData("""{"success":true,"data":[{"taskId":"job-77","status":"queued"}]}""", "job-77")]
    [InlineData("""{"id":42,"task_id":"job-77"}""", "job-77")]
    [InlineData("""{"task":{"id":"job-77","state":"created"}}""", "job-77")]
    [InlineData("""{"code":0,"result":{"task":{"TaskID":"job-77"}}}""", "job-77")]
    [InlineData("""{"id":"a b","data":{"id":"job-77"}}""", "job-77")]
    [InlineData("""{"code":"success","data":"job-20261128-77"}""", "job-20261128-77")]
    [InlineData("""{"id":1774857405}""", "1774857405")]
    [InlineData($$"""{"id":"{{LongId}}"}""", LongId)]
    [InlineData("""{"id":"job-77","status":"failed","error":{"message":"GPU lost"}}""", "job-77")]
    public async Task The_id_is_found_wherever_a_client_would_find_it(string body, string id)
    {
        foreach (var seedanceApi in new[] { false, true })
        {
            Assert.Equal(id, Assert.IsType<SubmitOutcome.Accepted>(await Submit(201, body, seedanceApi)).Task.Id);
        }
    }

    [Theory]
    [InlineData("""{"success":false,"message":"Model is closed"}""", "provider_rejected", "Model is closed")]
    [InlineData("""{"success":"false","data":"req-20261128-1"}""", "provider_rejected", null)]
    [InlineData("""{"code":5001,"msg":"Model is closed"}""", "provider_rejected", "Model is closed")]
    [InlineData("""{"error":"Model is closed"}""", "provider_rejected", "Model is closed")]
    [InlineData("""{"errors":[{"message":"Model is closed"}],"data":null}""", "provider_rejected", "Model is closed")]
    [InlineData("""{"code":200,"data":{"status":"FAILED","fail_reason":"Model is closed"}}""", "provider_rejected", "Model is closed")]
    [InlineData("""{"status":"rejected","message":"Content moderation"}""", "content_policy_violation", "Content moderation")]
    [InlineData("""{"code":402,"message":"top up"}""", "provider_insufficient_credits", "top up")]
    [InlineData("""{"code":-1,"msg":"余额不足"}""", "provider_insufficient_credits", "余额不足")]
    [InlineData("""{"code":429,"message":"Slow down"}""", "provider_rate_limited", "Slow down")]
    [InlineData("""{"code":"INVALID_API_KEY","message":"Unknown key"}""", "provider_auth", "Unknown key")]
    public async Task A_refusal_with_status_200_is_a_refusal_with_its_reason(string body, string code, string? said)
    {
        foreach (var seedanceApi in new[] { false, true })
        {
            var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit(200, body, seedanceApi)).Failure;

            Assert.Equal((code, said), (failure.Code, failure.ProviderMessage));
        }
    }

    [Theory]
    [InlineData(200, "", true)]
    [InlineData(200, """{"message":"Task created"}""", true)]
    [InlineData(200, """{"code":0,"message":"success","data":{"status":"pending"}}""", true)]
    [InlineData(200, """{"status":"success","data":"accepted"}""", true)]
    [InlineData(200, """{"code":500,"msg":"upstream error"}""", true)]
    [InlineData(202, """{"error":{"code":"paid_outcome_unknown","message":"?"}}""", true)]
    [InlineData(500, """{"error":{"code":"internal_error","message":"?"}}""", true)]
    [InlineData(503, """{"message":"Service Unavailable"}""", true)]
    [InlineData(502, "<html>Bad Gateway</html>", false)]
    [InlineData(503, "upstream connect error", false)]
    [InlineData(408, "", false)]
    [InlineData(302, "", true)]
    [InlineData(303, "<a href='/login'>See other</a>", true)]
    public async Task What_is_unknown_says_whether_the_provider_answered(int status, string body, bool answered)
        => Assert.Equal(answered, Assert.IsType<SubmitOutcome.Unknown>(await Submit(status, body)).Answered);

    [Theory]
    [InlineData(403, "<html>Cloudflare Ray ID</html>", "provider_blocked", "The request was blocked before it reached the provider's API (HTTP 403).")]
    [InlineData(403, "error code: 1010", "provider_blocked", "The request was blocked before it reached the provider's API (HTTP 403).")]
    [InlineData(403, "", "provider_blocked", "The request was blocked before it reached the provider's API (HTTP 403).")]
    [InlineData(403, """{"title":"Error 1020","cloudflare_error":true,"error_code":1020}""", "provider_blocked", "The request was blocked before it reached the provider's API (HTTP 403).")]
    [InlineData(429, "You are being rate limited", "provider_blocked", "The request was blocked before it reached the provider's API (HTTP 429).")]
    [InlineData(429, "", "provider_rate_limited", "The provider limits the rate of requests (HTTP 429).")]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded","message":"Too many requests."}}""", "provider_rate_limited", "The provider limits the rate of requests (HTTP 429): Too many requests.")]
    [InlineData(503, """{"error":{"code":"no_available_channel","message":"Retry after 30 seconds"}}""", "service_unavailable", "The provider is busy (HTTP 503): Retry after 30 seconds.")]
    public async Task What_surely_made_no_task_may_be_sent_again_and_says_why(int status, string body, string code, string message)
    {
        var outcome = Assert.IsType<SubmitOutcome.NotSent>(await Submit(status, body));

        Assert.Equal((code, message, true), (outcome.Failure.Code, outcome.Failure.Message, outcome.Failure.Retryable));
        Assert.Equal(TimeSpan.FromSeconds(6), outcome.RetryAfter);
    }

    [Theory]
    [InlineData(429, """{"error":{"code":"insufficient_user_quota","message":"?"}}""", "provider_insufficient_credits")]
    [InlineData(429, """{"error":{"code":"429","message":"You exceeded your current quota"}}""", "provider_insufficient_credits")]
    [InlineData(400, """{"code":"AccountBalanceLow","message":"?"}""", "provider_insufficient_credits")]
    [InlineData(403, """{"error":{"code":"AccountOverdueError","message":"?"}}""", "provider_insufficient_credits")]
    [InlineData(403, """{"message":"Forbidden"}""", "provider_auth")]
    [InlineData(308, "", "provider_rejected")]
    public async Task A_refusal_is_final_whatever_its_status(int status, string body, string code)
        => Assert.Equal(code, Assert.IsType<SubmitOutcome.Rejected>(await Submit(status, body)).Failure.Code);

    [Theory]
    [InlineData("""{"id":7,"task_id":"job-77"}""", "job-77")]
    [InlineData($$$"""{"data":{"taskId":"{{{LongId}}}"}}""", LongId)]
    [InlineData("""{"data":[{"id":"job-77"}]}""", "job-77")]
    public void A_callback_names_the_task_in_every_shape(string body, string id)
        => Assert.Equal(id, new StubProvider(200, "").Client().ReadCallbackTaskId(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_key_is_sent_even_where_it_is_not_honoured(bool honours)
    {
        using var api = new StubProvider(200, """{"id":"t"}""");
        using var http = new HttpClient(api) { BaseAddress = new Uri("https://relay.example/prefix/") };
        var provider = new EvoLinkProvider(http, TimeProvider.System, honours);

        await provider.SubmitAsync(StubProvider.Submission(StubProvider.Text), default);

        Assert.Equal(honours, provider.ReplaysIdempotencyKey);
        var (_, url, _, key) = Assert.Single(api.Requests);
        Assert.Equal(("https://relay.example/prefix/v1/videos/generations", StubProvider.Key), (url, key));
        Assert.Equal("application/json", api.Accept);
    }

    private static Task<SubmitOutcome> Submit(int status, string body, bool seedanceApi = false)
        => new StubProvider(status, body, ("Retry-After", "5")).Client(seedanceApi)
            .SubmitAsync(StubProvider.Submission(StubProvider.Text), default);
}
