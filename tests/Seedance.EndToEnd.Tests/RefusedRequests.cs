using System.Net;
using System.Text.Json.Nodes;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

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

        var answer = await app.Service.PostAsync(body.ToJsonString());

        AssertRefused(answer, HttpStatusCode.BadRequest);
        Assert.Contains(answer.Error.Errors!, violation => violation.Code == code && violation.Param == member);
        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    [Theory]
    [InlineData("prompt", "INVALID_PROMPT")]
    [InlineData("model", "INVALID_MODEL")]
    public async Task A_missing_member_is_named(string member, string code)
    {
        var body = new Ask(Ask.EvoLink).Body;
        body.Remove(member);

        var answer = await app.Service.PostAsync(body.ToJsonString());

        AssertRefused(answer, HttpStatusCode.BadRequest);
        Assert.Contains(answer.Error.Errors!, violation => violation.Code == code && violation.Param == member);
    }

    [Fact]
    public async Task Every_violation_is_told_at_once()
    {
        var body = new Ask(Ask.EvoLink).Body;
        body["duration"] = 1;
        body["quality"] = "8k";
        body["enable_audio"] = true;

        var answer = await app.Service.PostAsync(body.ToJsonString());

        AssertRefused(answer, HttpStatusCode.BadRequest);
        Assert.Equal(["duration", "enable_audio", "quality"], answer.Error.Errors!.Select(violation => violation.Param).Order());
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
        var answer = await app.Service.PostAsync(body);

        AssertRefused(answer, HttpStatusCode.BadRequest);
        Assert.Equal("INVALID_JSON", Assert.Single(answer.Error.Errors!).Code);
    }

    [Fact]
    public async Task A_body_over_256_KB_is_refused()
    {
        var ask = new Ask(Ask.EvoLink);

        var answer = await app.Service.PostAsync(ask.Body.ToJsonString() + new string(' ', 256 * 1024));

        AssertRefused(answer, HttpStatusCode.RequestEntityTooLarge);
        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    [Fact]
    public async Task An_unknown_path_is_404_and_another_method_405_or_404()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await app.Service.SendAsync(HttpMethod.Get, "v1/nothing")).Status);
        // Of the two hosts, one says that the method is wrong, the other that there is no such function.
        Assert.Contains(
            (await app.Service.SendAsync(HttpMethod.Put, "v1/videos/generations")).Status,
            new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound });
    }

    private static void AssertRefused(Answer answer, HttpStatusCode status)
    {
        Assert.True(answer.Status == status, $"{answer.Status} {answer.Body}");
        Assert.StartsWith("application/json", answer.ContentType, StringComparison.Ordinal);
        Assert.NotEmpty(answer.Error.Code);
        Assert.NotEmpty(answer.Error.Message);
        Assert.NotEmpty(answer.Error.Type);
    }
}
