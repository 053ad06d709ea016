namespace Seedance.Tests.Providers;

/// <summary>What a provider says went wrong is quoted, wherever it is.</summary>
public sealed class ProviderErrorTests
{
    [Theory]
    [InlineData("""{"fail_reason":"GPU lost"}""", null)]
    [InlineData("""{"failReason":"GPU lost","message":"success"}""", null)]
    [InlineData("""{"code":200,"message":"success","data":{"error_message":"GPU lost"}}""", null)]
    [InlineData("""{"code":1042,"msg":"GPU lost"}""", "1042")]
    [InlineData("""{"errors":[{"message":"GPU lost","code":"gpu"},{"message":"and more"}]}""", "gpu")]
    [InlineData("""{"detail":[{"loc":["body"],"msg":"GPU lost"}]}""", null)]
    [InlineData("""{"detail":"GPU lost"}""", null)]
    [InlineData("""{"error":["GPU lost"]}""", null)]
    [InlineData("""{"error":"gpu_lost","message":"GPU lost"}""", "gpu_lost")]
    [InlineData("""{"error":{"error":{"message":"GPU lost","type":"gpu_error","code":500}}}""", "gpu_error")]
    [InlineData("""{"data":{"error":{"code":7,"reason":"GPU lost"}}}""", "7")]
    [InlineData("""{"code":"success","data":{"fail_reason":"","data":{"error":{"code":"gpu","message":"GPU\n lost"}}}}""", "gpu")]
    [InlineData("""{"output":{"task_status_msg":"GPU lost"},"message":"failed"}""", null)]
    public async Task The_reason_of_a_failed_task_is_quoted_from_wherever_it_is(string reason, string? code)
    {
        var body = string.Concat("""{"status":"failed",""", reason.AsSpan(1));
        foreach (var seedanceApi in new[] { false, true })
        {
            var found = Assert.IsType<PollOutcome.Found>(await new StubProvider(200, body).Client(seedanceApi).GetAsync("t", default));

            var failure = found.Task.Failure!;
            Assert.Equal((FailureCodes.UnknownError, "GPU lost", code), (failure.Code, failure.Message, failure.ProviderCode));
            Assert.Equal("GPU lost", failure.ProviderMessage);
        }
    }

    [Theory]
    [InlineData("""{"status":"FAILURE","fail_reason":"Flagged by moderation"}""", "content_policy_violation")]
    [InlineData("""{"status":"rejected","errors":[{"message":"NSFW prompt"}]}""", "content_policy_violation")]
    [InlineData("""{"status":"failed","error":{"code":"resource_exhausted","message":"later"}}""", "resource_exhausted")]
    [InlineData("""{"status":"Timed out"}""", "generation_timeout")]
    [InlineData("""{"status":"failed","message":"success","error":{}}""", "unknown_error")]
    public async Task A_failed_task_is_classified_by_what_it_says(string task, string code)
        => Assert.Equal(
            code, Assert.IsType<PollOutcome.Found>(await new StubProvider(200, task).Client().GetAsync("t", default)).Task.Failure!.Code);

    [Theory]
    [InlineData("No such route", "No such route")]
    [InlineData("<html><body>No such route</body></html>", null)]
    [InlineData("\"No such route\"", "No such route")]
    [InlineData("", null)]
    public async Task A_short_text_is_a_reason_and_a_web_page_is_none(string body, string? said)
    {
        var outcome = await new StubProvider(404, body).Client().SubmitAsync(StubProvider.Submission(StubProvider.Text), default);

        var failure = Assert.IsType<SubmitOutcome.Rejected>(outcome).Failure;
        Assert.Equal((FailureCodes.ProviderRejected, said), (failure.Code, failure.ProviderMessage));
    }

    [Fact]
    public void A_long_message_is_cut_and_half_a_character_is_no_reason_to_lose_it()
    {
        var error = ProviderError.Read(ProviderJson.Parse($$$"""{"error":{"message":"\ud83d lost {{{new string('x', 5000)}}}"}}"""));

        Assert.StartsWith("\ufffd lost xxx", error.Message);
        Assert.Equal(1_000, error.Message!.Length);
    }
}
