using Seedance.Requests;
using Seedance.SeedanceApiDoor;
using Seedance.Tests.Requests;

namespace Seedance.Tests.SeedanceApiDoor;

public sealed class SeedanceApiDoorTests
{
    [Theory]
    [InlineData(TaskState.Pending, "IN_PROGRESS")]
    [InlineData(TaskState.Processing, "IN_PROGRESS")]
    [InlineData(TaskState.Completed, "SUCCESS")]
    [InlineData(TaskState.Failed, "FAILED")]
    [InlineData(TaskState.Cancelled, "FAILED")]
    public void A_state_is_one_of_the_vendor_s_three_words(TaskState state, string word) =>
        Assert.Equal(word, SeedanceApiStatus.Word(state));

    [Fact]
    public void Every_state_has_a_word() =>
        Assert.All(Enum.GetValues<TaskState>(), state => Assert.NotEmpty(SeedanceApiStatus.Word(state)));

    [Theory]
    [InlineData(401, "INVALID_API_KEY")]
    [InlineData(402, "INSUFFICIENT_CREDITS")]
    [InlineData(404, "TASK_NOT_FOUND")]
    [InlineData(409, "REQUEST_IN_PROGRESS")]
    [InlineData(413, "REQUEST_TOO_LARGE")]
    [InlineData(422, "IDEMPOTENCY_KEY_REUSED")]
    [InlineData(429, "RATE_LIMIT_EXCEEDED")]
    [InlineData(500, "INTERNAL_ERROR")]
    [InlineData(502, "INTERNAL_ERROR")]
    [InlineData(503, "SERVICE_UNAVAILABLE")]
    [InlineData(405, "INVALID_REQUEST")]
    public void A_status_has_the_vendor_s_word_where_it_has_one(int status, string word) =>
        Assert.Equal((status, word, "why"), (
            SeedanceApiError.OfStatus(status, "why").Code,
            SeedanceApiError.OfStatus(status, "why").Message,
            SeedanceApiError.OfStatus(status, "why").Detail));

    [Fact]
    public void A_refusal_leads_with_the_vendor_s_own_codes()
    {
        var violations = Bodies.Refused(FrontDoor.SeedanceApi, """
            {"prompt":"x","quality":"720p","generate_audio":1,"duration":"5","aspect_ratio":"adaptive"}
            """);
        Assert.Equal("UNKNOWN_PARAMETER", violations[0].Code);

        var error = SeedanceApiError.Refused(violations);

        Assert.Equal(400, error.Code);
        Assert.Equal("INVALID_DURATION", error.Message);
        Assert.Contains("4, 8, 12", error.Detail, StringComparison.Ordinal);
        Assert.Equal(
            ["INVALID_DURATION", "INVALID_ASPECT_RATIO", "UNKNOWN_PARAMETER", "INVALID_PARAMETER_TYPE"],
            error.Errors!.Select(violation => violation.Code));
    }

    [Fact]
    public void A_refusal_without_a_code_of_the_vendor_has_ours() =>
        Assert.Equal("INVALID_JSON", SeedanceApiError.Refused(Bodies.Refused(FrontDoor.SeedanceApi, "{")).Message);

    [Fact]
    public void The_request_is_repeated_in_the_door_s_own_types()
    {
        var request = Bodies.Accepted(FrontDoor.SeedanceApi, """
            {"prompt":"x","image_urls":["https://e.com/1.png"],"duration":"12","callback_url":"https://e.com/secret"}
            """);

        var echo = SeedanceApiRequest.Of(request);

        Assert.Equal(("x", "1:1", "720p", "12", false, false), (
            echo.Prompt, echo.AspectRatio, echo.Resolution, echo.Duration, echo.GenerateAudio, echo.FixedLens));
        Assert.Equal(["https://e.com/1.png"], echo.ImageUrls);
        Assert.Null(SeedanceApiRequest.Of(request with { ImageUrls = [] }).ImageUrls);
    }
}
