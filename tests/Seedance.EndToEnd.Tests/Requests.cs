namespace Seedance.EndToEnd.Tests;

/// <summary>Requests as EvoLink's own documents show them, and wrong ones.</summary>
public sealed class Requests(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    public static TheoryData<string> Documented =>
    [
        """{"model":"seedance-2.0-text-to-video","prompt":"A macro shot of a glass frog on a green leaf, focus shifting to its transparent body and visible beating heart","duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":true}""",
        """{"model":"seedance-2.0-image-to-video","prompt":"The camera slowly pushes in as the still image comes alive","image_urls":["https://example.com/first-frame.jpg"],"duration":5,"aspect_ratio":"adaptive"}""",
        """{"model":"seedance-2.0-reference-to-video","prompt":"Use video 1 camera movement throughout the clip and audio 1 as background music","image_urls":["https://example.com/ref1.jpg"],"video_urls":["https://example.com/reference.mp4"],"audio_urls":["https://example.com/bgm.mp3"],"duration":10,"quality":"720p","aspect_ratio":"16:9","generate_audio":true}""",
        """{"model":"seedance-2.0-fast-text-to-video","prompt":"城市日落延时摄影，金色光线洒满天际线","duration":5,"aspect_ratio":"21:9","generate_audio":true}""",
        """{"model":"seedance-2.0-text-to-video","prompt":"A cinematic sunset over the ocean, wide angle","duration":5,"quality":"720p","aspect_ratio":"16:9","model_params":{"web_search":false}}""",
        """{"model":"seedance-2.0-image-to-video","prompt":"Smooth camera pan revealing the landscape, golden hour lighting","image_urls":["https://example.com/frame-start.jpg","https://example.com/frame-end.jpg"],"duration":8,"quality":"1080p"}""",
        """{"model":"seedance-2.0-fast-image-to-video","prompt":"She turned and said: \"You're finally here.\"","image_urls":["https://example.com/first-frame.png"]}""",
        """{"model":"seedance-2.0-fast-reference-to-video","prompt":"The man stopped the woman and said: \"Remember, you must never point at the moon with your finger.\"","image_urls":["https://example.com/ref1.webp"]}""",
    ];

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task A_documented_request_is_accepted_and_reaches_the_provider_as_it_was_meant(string request)
    {
        var ask = new Ask(Ask.EvoLink);
        var body = JsonNode.Parse(request)!.AsObject();
        body["prompt"] = $"{body["prompt"]} {ask.Token}";

        var created = await app.Service.CreateAsync(body.ToJsonString(), ask.Token);
        await app.Service.CompletedAsync(created.Id);

        Assert.Equal(("video.generation.task", "pending", (string?)body["model"]), (created.Object, created.Status, created.Model));
        var sent = (await app.Service.Simulator.PaidOnceAsync(ask)).Request;
        foreach (var (member, value) in body)
        {
            // An explicit "no" to a search is what the provider does anyway, and only some models know the member.
            if (member == "model_params") continue;
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(sent.GetProperty(member).GetRawText())), $"{member} was sent as {sent}");
        }
    }

    [Theory]
    [InlineData("duration", "7.5", "INVALID_PARAMETER_TYPE")]
    [InlineData("duration", "16", "INVALID_DURATION")]
    [InlineData("prompt", "\"  \"", "INVALID_PROMPT")]
    [InlineData("model", "\"seedance-9\"", "INVALID_MODEL")]
    [InlineData("provider", "\"nobody\"", "INVALID_PROVIDER")]
    [InlineData("enable_audio", "true", "UNKNOWN_PARAMETER")]
    [InlineData("image_urls", "[\"https://example.com/a.jpg\"]", "MEDIA_NOT_SUPPORTED")]
    [InlineData("callback_url", "\"ftp://example.com/\"", "INVALID_CALLBACK_URL")]
    public async Task Every_wrong_member_is_named_and_nothing_reaches_the_provider(string member, string json, string code)
    {
        var ask = new Ask(Ask.EvoLink);
        var body = ask.Body;
        body[member] = JsonNode.Parse(json);
        body["colour"] = "red";

        var errors = await RefusedAsync(body.ToJsonString(), HttpStatusCode.BadRequest);

        Assert.Contains(errors!, violation => violation.Code == code && violation.Param == member);
        Assert.Contains(errors!, violation => violation is { Code: "UNKNOWN_PARAMETER", Param: "colour" });
        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"prompt\":\"a\",}")]
    [InlineData("\"prompt\"")]
    [InlineData("prompt=a&model=b")]
    public async Task What_is_not_a_JSON_object_is_refused(string body)
        => Assert.Equal("INVALID_JSON", Assert.Single((await RefusedAsync(body, HttpStatusCode.BadRequest))!).Code);

    [Fact]
    public async Task A_body_over_256_KB_is_refused()
    {
        var ask = new Ask(Ask.EvoLink);

        await RefusedAsync(ask.Body.ToJsonString() + new string(' ', 256 * 1024), HttpStatusCode.RequestEntityTooLarge);

        Assert.Empty(await app.Service.Simulator.SubmitsAsync(ask));
    }

    private async Task<IReadOnlyList<Violation>?> RefusedAsync(string body, HttpStatusCode status)
    {
        var response = await app.Service.PostAsync(body);
        Assert.True(response.Status == status, $"{response.Status} {response.Body}");
        return response.Error.Errors;
    }
}
