using Microsoft.Extensions.Time.Testing;

namespace Seedance.Tests.Providers;

public sealed class EvoLinkSubmitTests
{
    [Fact]
    public async Task A_created_task_is_accepted()
    {
        var accepted = Assert.IsType<SubmitOutcome.Accepted>(await Submit(200, """
            {"id":"task-unified-1774857405-abc123","object":"video.generation.task","created":1774857405,"model":"seedance-2.0-text-to-video","status":"pending","progress":0,"type":"video","task_info":{"can_cancel":true,"estimated_time":165,"video_duration":8},"usage":{"billing_rule":"per_second","credits_reserved":50,"user_group":"default"}}
            """));

        Assert.Equal("task-unified-1774857405-abc123", accepted.Task.Id);
        Assert.Equal((TaskState.Pending, "pending"), (accepted.Task.State, accepted.Task.ProviderStatus));
        Assert.Equal(0, accepted.Task.Progress);
        Assert.Equal(50m, accepted.Task.CreditsReserved);
        Assert.Null(accepted.Task.CreditsCharged);
        Assert.False(accepted.Replayed);
    }

    [Theory]
    [InlineData("""{"id":"task-unified-1761313744-vux2jw0k","created":1761313744,"status":"pending","usage":{"billing_rule":"per_call","credits_reserved":12}}""", 12.0)]
    [InlineData("""{"id":"t","status":"pending","usage":{"credits_reserved":23.15}}""", 23.15)]
    [InlineData("""{"id":"t","object":"video.generation.task","model":"seedance-2.0-text-to-video","status":"pending","progress":0,"type":"video"}""", null)]
    [InlineData("""{"id":"t","surprise":{"x":[1]}}""", null)]
    public async Task Older_shorter_and_longer_answers_are_accepted(string body, double? reserved)
    {
        var accepted = Assert.IsType<SubmitOutcome.Accepted>(await Submit(200, body));

        Assert.Equal((decimal?)reserved, accepted.Task.CreditsReserved);
    }

    [Fact]
    public async Task A_replay_says_so()
    {
        var accepted = Assert.IsType<SubmitOutcome.Accepted>(await Submit(200, """{"id":"t","status":"processing"}""", ("Idempotency-Replayed", "true")));

        Assert.True(accepted.Replayed);
    }

    [Theory]
    [InlineData(200, """{"id":"","status":"pending"}""")]
    [InlineData(200, "{}")]
    [InlineData(200, "<html><body>hello</body></html>")]
    [InlineData(200, "")]
    [InlineData(200, """{"id":["t"]}""")]
    [InlineData(200, """{"error":{"code":"invalid_request"}}""")]
    [InlineData(204, "")]
    [InlineData(302, "")]
    [InlineData(408, "")]
    [InlineData(409, """{"error":{"code":"idempotency_conflict","message":"Key reused"}}""")]
    [InlineData(409, """{"error":{"code":"paid_outcome_unknown","message":"?"}}""")]
    [InlineData(400, """{"error":{"code":"idempotency_conflict","message":"Key reused"}}""")]
    [InlineData(500, """{"error":{"code":"internal_error","message":"Internal server error","type":"api_error"}}""")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(503, "")]
    [InlineData(503, """{"error":{"code":"no_available_channel","message":"busy"}}""")]
    [InlineData(504, "")]
    public async Task What_may_have_made_a_task_is_unknown(int status, string body) =>
        Assert.IsType<SubmitOutcome.Unknown>(await Submit(status, body));

    [Theory]
    [InlineData(400, """{"error":{"code":"invalid_request","message":"Invalid request parameters","type":"invalid_request_error"}}""", "provider_rejected", "invalid_request", "Invalid request parameters")]
    [InlineData(400, """{"error":{"code":400,"message":"Invalid prompt parameter","type":"invalid_request_error","param":"prompt","fallback_suggestion":"provide a valid prompt"}}""", "provider_rejected", "invalid_request_error", "Invalid prompt parameter")]
    [InlineData(400, """{"success":false,"code":1234,"msg":"File too large"}""", "provider_rejected", "1234", "File too large")]
    [InlineData(400, """{"error":"some string"}""", "provider_rejected", null, "some string")]
    [InlineData(401, """{"error":{"code":"unauthorized","message":"Invalid or expired token","type":"authentication_error"}}""", "provider_auth", "unauthorized", null)]
    [InlineData(402, """{"error":{"code":"insufficient_quota","message":"Insufficient quota. Please top up your account.","type":"insufficient_quota"}}""", "provider_insufficient_credits", "insufficient_quota", null)]
    [InlineData(403, """{"error":{"code":"model_access_denied","message":"Token does not have access to the specified model","type":"invalid_request_error"}}""", "provider_auth", "model_access_denied", null)]
    [InlineData(403, """{"error":{"code":"insufficient_user_quota","message":"empty"}}""", "provider_insufficient_credits", "insufficient_user_quota", null)]
    [InlineData(413, "<html>Too large</html>", "provider_rejected", null, null)]
    [InlineData(422, """{"error":{"code":"unprocessable","message":"No"}}""", "provider_rejected", "unprocessable", "No")]
    [InlineData(404, "", "provider_rejected", null, null)]
    public async Task A_definite_refusal_is_rejected_with_its_reason(int status, string body, string code, string? providerCode, string? shown)
    {
        var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit(status, body)).Failure;

        Assert.Equal((code, providerCode), (failure.Code, failure.ProviderCode));
        Assert.False(failure.Retryable);
        Assert.Equal(shown ?? FailureCodes.Describe(code).Message, failure.Message);
    }

    [Theory]
    [InlineData("""{"error":{"code":"content_policy_violation","message":"Blocked","param":"prompt"}}""", "input_text")]
    [InlineData("""{"error":{"code":"InputTextSensitiveContentDetected","message":"..."}}""", "input_text")]
    [InlineData("""{"error":{"code":"InputImageSensitiveContentDetected.PrivacyInformation","message":"..."}}""", "input_image")]
    [InlineData("""{"error":{"code":"invalid_request","message":"upstream: InputImageSensitiveContentDetected"}}""", "input_image")]
    [InlineData("""{"error":{"code":"invalid_request","message":"Blocked by our safety filters"}}""", null)]
    public async Task A_refusal_for_content_says_what_it_was_about(string body, string? detail)
    {
        var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit(400, body)).Failure;

        Assert.Equal((FailureCodes.ContentPolicyViolation, detail), (failure.Code, failure.Detail));
    }

    [Theory]
    [InlineData("Cannot open https://a.blob.core.windows.net/uploads/studio/a.png?sv=1&sr=b&sig=c2Vj%2Bcg%3D. Try again",
        "Cannot open https://a.blob.core.windows.net/uploads/studio/a.png?... Try again")]
    [InlineData("HTTPS://a.example/?sig=x,下载失败", "HTTPS://a.example/?...下载失败")]
    [InlineData("url=https%3A%2F%2Fa.example%2Fa.png%3Fsv%3D1%26sig%3Dsecret failed", "url=https%3A%2F%2Fa.example%2Fa.png?... failed")]
    [InlineData("'https://a.example/a?sig=x' and (https://b.example/b?sig=y) failed", "'https://a.example/a?...' and (https://b.example/b?... failed")]
    [InlineData("Is https://a.example/a.png a picture? No", "Is https://a.example/a.png a picture? No")]
    public async Task A_link_that_the_provider_quotes_is_quoted_without_its_signature(string said, string quoted)
    {
        var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit(400, $$$"""{"error":{"code":"x","message":"{{{said}}}"}}""")).Failure;

        Assert.Equal((quoted, quoted), (failure.Message, failure.ProviderMessage));
    }

    [Theory]
    [InlineData("7", 8)]
    [InlineData("0", 1)]
    [InlineData("86400", 31)]
    [InlineData("99999999999999999999", 31)]
    [InlineData("Mon, 30 Mar 2026 08:00:12 GMT", 13)]
    [InlineData("Mon, 30 Mar 2026 07:00:00 GMT", 1)]
    [InlineData("Tue, 31 Mar 2026 08:00:00 GMT", 31)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public async Task Too_many_requests_may_be_repeated_a_second_after_the_time_asked_for(string header, int? seconds)
    {
        var handler = StubHandler.Of(429, """{"error":{"code":"rate_limit_exceeded","message":"Too many requests, please try again later","type":"rate_limit_error"}}""", ("Retry-After", header));
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 30, 8, 0, 0, 400, TimeSpan.Zero));

        var outcome = await new EvoLinkProvider(handler.Client(), clock).SubmitAsync(Submissions.Of(Submissions.Text), default);

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), Assert.IsType<SubmitOutcome.NotSent>(outcome).RetryAfter);
    }

    [Fact]
    public async Task A_failure_after_the_body_was_read_is_unknown_whatever_it_calls_itself()
    {
        var handler = new StubHandler(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));

        Assert.IsType<SubmitOutcome.Unknown>(
            await new EvoLinkProvider(handler.Client(), TimeProvider.System).SubmitAsync(Submissions.Of(Submissions.Text), default));
    }

    [Fact]
    public async Task An_answer_above_the_cap_is_unknown()
    {
        var body = $$"""{"id":"t","padding":"{{new string('x', 1024 * 1024)}}"}""";

        Assert.IsType<SubmitOutcome.Unknown>(await Submit(200, body));
    }

    private static Task<SubmitOutcome> Submit(int status, string body, params (string, string)[] headers) =>
        new EvoLinkProvider(StubHandler.Of(status, body, headers).Client(), TimeProvider.System)
            .SubmitAsync(Submissions.Of(Submissions.Text), CancellationToken.None);
}
