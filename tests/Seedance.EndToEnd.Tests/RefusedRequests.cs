namespace Seedance.EndToEnd.Tests;

public sealed class RefusedRequests(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Theory]
    [InlineData("duration", "\"eight\"", "INVALID_PARAMETER_TYPE")]
    [InlineData("duration", "7.5", "INVALID_PARAMETER_TYPE")]
    [InlineData("duration", "16", "INVALID_DURATION")]
    [InlineData("prompt", "7", "INVALID_PARAMETER_TYPE")]
    [InlineData("prompt", "\"  \"", "INVALID_PROMPT")]
    [InlineData("model", "\"seedance-9\"", "INVALID_MODEL")]
    [InlineData("model", "[\"seedance-2.0\"]", "INVALID_PARAMETER_TYPE")]
    [InlineData("provider", "\"nobody\"", "INVALID_PROVIDER")]
    [InlineData("enable_audio", "true", "UNKNOWN_PARAMETER")]
    [InlineData("image_urls", "[\"https://example.com/a.jpg\"]", "MEDIA_NOT_SUPPORTED")]
    [InlineData("quality", "\"8k\"", "INVALID_RESOLUTION")]
    [InlineData("aspect_ratio", "\"16x9\"", "INVALID_ASPECT_RATIO")]
    [InlineData("callback_url", "\"ftp://example.com/\"", "INVALID_CALLBACK_URL")]
    public async Task A_wrong_member_is_named_and_nothing_reaches_the_provider(string member, string json, string code)
    {
        var ask = new Ask(Ask.EvoLink);
        var body = ask.Body;
        body[member] = JsonNode.Parse(json);

        var response = await app.Service.PostAsync(body.ToJsonString());

        AssertRefused(response, HttpStatusCode.BadRequest);
        Assert.Contains(response.Error.Errors!, violation => violation.Code == code && violation.Param == member);
        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    [Fact]
    public async Task Every_violation_is_listed_at_once()
    {
        var body = new Ask(Ask.EvoLink).Body;
        body["duration"] = 1;
        body["enable_audio"] = true;
        body.Remove("prompt");

        var response = await app.Service.PostAsync(body.ToJsonString());

        AssertRefused(response, HttpStatusCode.BadRequest);
        Assert.Equal(["duration", "enable_audio", "prompt"], response.Error.Errors!.Select(violation => violation.Param).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"prompt\":\"a\",}")]
    [InlineData("{\"prompt\":'a'}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"prompt\"")]
    [InlineData("prompt=a&model=b")]
    public async Task What_is_not_a_JSON_object_is_refused(string body)
    {
        var response = await app.Service.PostAsync(body);

        AssertRefused(response, HttpStatusCode.BadRequest);
        Assert.Equal("INVALID_JSON", Assert.Single(response.Error.Errors!).Code);
    }

    [Fact]
    public async Task A_body_over_256_KB_is_refused()
    {
        var ask = new Ask(Ask.EvoLink);

        var response = await app.Service.PostAsync(ask.Body.ToJsonString() + new string(' ', 256 * 1024));

        AssertRefused(response, HttpStatusCode.RequestEntityTooLarge);
        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    private static void AssertRefused(Response response, HttpStatusCode status)
    {
        Assert.True(response.Status == status, $"{response.Status} {response.Body}");
        Assert.StartsWith("application/json", response.ContentType, StringComparison.Ordinal);
        Assert.NotEmpty(response.Error.Code);
        Assert.NotEmpty(response.Error.Message);
        Assert.NotEmpty(response.Error.Type);
    }
}
