using Microsoft.Extensions.Time.Testing;

namespace Seedance.Tests.Providers;

/// <summary>What a response to a submit means at EvoLink (E) and at seedanceapi.org (S).</summary>
public sealed class SubmitTests
{
    [Theory]
    [InlineData('E', """{"id":"t","object":"video.generation.task","created":1774857405,"model":"seedance-2.0-text-to-video","status":"pending","progress":0,"type":"video","task_info":{"can_cancel":true,"estimated_time":165,"video_duration":8},"usage":{"billing_rule":"per_second","credits_reserved":50,"user_group":"default"}}""", TaskState.Pending, 50.0)]
    [InlineData('E', """{"id":"t","status":"processing","usage":{"credits_reserved":23.15}}""", TaskState.Processing, 23.15)]
    [InlineData('E', """{"task_id":"t","status":"pending","billing":{"reserved_credits":"12"}}""", TaskState.Pending, 12.0)]
    [InlineData('E', """{"id":"t","surprise":{"x":[1]}}""", TaskState.Processing, null)]
    [InlineData('S', """{"code":200,"message":"success","data":{"task_id":"t","status":"IN_PROGRESS"}}""", TaskState.Processing, null)]
    public async Task A_created_task_is_accepted(char vendor, string body, TaskState state, double? reserved)
    {
        var (task, replayed) = Assert.IsType<SubmitOutcome.Accepted>(await Submit(vendor, 200, body));
        var again = Assert.IsType<SubmitOutcome.Accepted>(await Submit(vendor, 200, body, ("Idempotency-Replayed", "true")));

        Assert.Equal(("t", state, (decimal?)reserved, null), (task.Id, task.State, task.CreditsReserved, task.CreditsCharged));
        Assert.Equal((false, true), (replayed, again.Replayed));
    }

    [Theory]
    [InlineData('E', 200, """{"id":"","status":"pending"}""")]
    [InlineData('E', 200, "<html><body>hello</body></html>")]
    [InlineData('E', 408, "")]
    [InlineData('E', 409, """{"error":{"code":"paid_outcome_unknown","message":"?"}}""")]
    [InlineData('E', 400, """{"error":{"code":"idempotency_conflict","message":"Key reused"}}""")]
    [InlineData('E', 500, """{"error":{"code":"internal_error","message":"Internal server error","type":"api_error"}}""")]
    [InlineData('S', 500, """{"code":500,"message":"INTERNAL_ERROR"}""")]
    [InlineData('S', 200, """{"code":500,"message":"INTERNAL_ERROR"}""")]
    [InlineData('S', 200, """{"code":"SOMETHING_NEW"}""")]
    [InlineData('S', 200, """{"code":200,"message":"success","data":{"task_id":""}}""")]
    public async Task What_may_have_made_a_task_is_unknown(char vendor, int status, string body)
        => Assert.IsType<SubmitOutcome.Unknown>(await Submit(vendor, status, body));

    [Fact]
    public async Task A_response_above_the_cap_and_a_failure_after_the_body_was_read_are_unknown()
    {
        var failing = new StubProvider(200, "") { Failure = new HttpRequestException(HttpRequestError.ConnectionError) };

        Assert.IsType<SubmitOutcome.Unknown>(await Submit('E', 200, $$"""{"id":"t","padding":"{{new string('x', 1024 * 1024)}}"}"""));
        Assert.IsType<SubmitOutcome.Unknown>(await failing.Client().SubmitAsync(StubProvider.Submission(StubProvider.Text), default));
    }

    // The last column is the message where it is the provider's; the others get the code's own.
    [Theory]
    [InlineData('E', 400, """{"error":{"code":"invalid_request","message":"Invalid request parameters","type":"invalid_request_error"}}""", "provider_rejected", "invalid_request", "Invalid request parameters")]
    [InlineData('E', 400, """{"error":{"code":400,"message":"Invalid prompt parameter","type":"invalid_request_error","param":"prompt"}}""", "provider_rejected", "invalid_request_error", "Invalid prompt parameter")]
    [InlineData('E', 400, """{"success":false,"code":1234,"msg":"File too large"}""", "provider_rejected", "1234", "File too large")]
    [InlineData('E', 400, """{"error":"some string"}""", "provider_rejected", null, "some string")]
    [InlineData('E', 402, """{"error":{"code":"insufficient_quota","message":"Please top up your account."}}""", "provider_insufficient_credits", "insufficient_quota", null)]
    [InlineData('E', 403, """{"error":{"code":"model_access_denied","message":"No access to the specified model"}}""", "provider_auth", "model_access_denied", null)]
    [InlineData('E', 403, """{"error":{"code":"insufficient_user_quota","message":"empty"}}""", "provider_insufficient_credits", "insufficient_user_quota", null)]
    [InlineData('E', 413, "<html>Too large</html>", "provider_rejected", null, null)]
    [InlineData('S', 400, """{"code":"INVALID_DURATION","message":"Duration must be 4, 8, or 12 seconds"}""", "provider_rejected", "INVALID_DURATION", "Duration must be 4, 8, or 12 seconds")]
    [InlineData('S', 200, """{"code":400,"message":"INVALID_PROMPT"}""", "provider_rejected", "INVALID_PROMPT", "INVALID_PROMPT")]
    [InlineData('S', 200, """{"code":"TOO_MANY_IMAGES","message":"One image at most"}""", "provider_rejected", "TOO_MANY_IMAGES", "One image at most")]
    [InlineData('S', 200, """{"code":"INSUFFICIENT_CREDITS","message":"top up"}""", "provider_insufficient_credits", "INSUFFICIENT_CREDITS", null)]
    [InlineData('S', 401, """{"error":"INVALID_API_KEY"}""", "provider_auth", "INVALID_API_KEY", null)]
    [InlineData('S', 400, """{"code":400,"message":"Content policy violation"}""", "content_policy_violation", "400", "Content policy violation")]
    public async Task A_definite_refusal_is_rejected_with_its_reason(
        char vendor, int status, string body, string code, string? providerCode, string? message)
    {
        var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit(vendor, status, body)).Failure;

        Assert.Equal((code, providerCode, false), (failure.Code, failure.ProviderCode, failure.Retryable));
        Assert.Equal(message ?? FailureCodes.Describe(code).Message, failure.Message);
    }

    [Theory]
    [InlineData("""{"code":"content_policy_violation","message":"Blocked","param":"prompt"}""", "input_text")]
    [InlineData("""{"code":"InputImageSensitiveContentDetected.PrivacyInformation","message":"..."}""", "input_image")]
    [InlineData("""{"code":"invalid_request","message":"upstream: InputImageSensitiveContentDetected"}""", "input_image")]
    [InlineData("""{"code":"invalid_request","message":"Blocked by our safety filters"}""", null)]
    public async Task A_refusal_for_content_says_what_it_was_about(string error, string? detail)
    {
        var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit('E', 400, $$"""{"error":{{error}}}""")).Failure;

        Assert.Equal((FailureCodes.ContentPolicyViolation, detail), (failure.Code, failure.Detail));
    }

    [Theory]
    [InlineData("Cannot open https://a.blob.core.windows.net/uploads/studio/a.png?sv=1&sr=b&sig=c2Vj%2Bcg%3D. Try again",
        "Cannot open https://a.blob.core.windows.net/uploads/studio/a.png?... Try again")]
    [InlineData("HTTPS://a.example/?sig=x,下载失败", "HTTPS://a.example/?...下载失败")]
    [InlineData("url=https%3A%2F%2Fa.example%2Fa.png%3Fsv%3D1%26sig%3Dsecret failed", "url=https%3A%2F%2Fa.example%2Fa.png?... failed")]
    [InlineData("'https://a.example/a?sig=x' and (https://b.example/b?sig=y) failed", "'https://a.example/a?...' and (https://b.example/b?... failed")]
    [InlineData("Is https://a.example/a.png a picture? No", "Is https://a.example/a.png a picture? No")]
    public async Task A_quoted_link_loses_its_signature(string said, string quoted)
    {
        var failure = Assert.IsType<SubmitOutcome.Rejected>(await Submit('E', 400, $$$"""{"error":{"code":"x","message":"{{{said}}}"}}""")).Failure;

        Assert.Equal((quoted, quoted), (failure.Message, failure.ProviderMessage));
    }

    [Theory]
    [InlineData('E', 429, "7", 8)]
    [InlineData('E', 429, "0", 1)]
    [InlineData('E', 429, "99999999999999999999", 31)]
    [InlineData('E', 429, "Mon, 30 Mar 2026 08:00:12 GMT", 13)]
    [InlineData('E', 429, "Mon, 30 Mar 2026 07:00:00 GMT", 1)]
    [InlineData('E', 429, "-5", null)]
    [InlineData('S', 429, "7", 8)]
    public async Task Too_many_requests_may_be_repeated_a_second_after_the_time(char vendor, int status, string header, int? seconds)
    {
        var api = new StubProvider(status, """{"code":429,"message":"slow down"}""", ("Retry-After", header));
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 30, 8, 0, 0, 400, TimeSpan.Zero));

        var outcome = await api.Client(vendor == 'S', clock).SubmitAsync(StubProvider.Submission(StubProvider.Text), default);

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), Assert.IsType<SubmitOutcome.NotSent>(outcome).RetryAfter);
    }

    private static Task<SubmitOutcome> Submit(char vendor, int status, string body, params (string, string)[] headers)
        => new StubProvider(status, body, headers).Client(vendor == 'S').SubmitAsync(StubProvider.Submission(StubProvider.Text), default);
}
