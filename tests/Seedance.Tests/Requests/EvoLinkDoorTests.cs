using System.Text.Json;

namespace Seedance.Tests.Requests;

public sealed class EvoLinkDoorTests
{
    [Fact]
    public void A_request_keeps_every_member()
    {
        var request = Accepted("""
            {"model":"seedance-2.0-fast-reference-to-video","prompt":"Use video 1 camera movement throughout the clip","image_urls":["https://example.com/ref1.jpg","https://example.com/ref1.jpg"],"video_urls":["https://example.com/reference.mp4"],"audio_urls":["https://example.com/bgm.mp3"],"duration":10,"quality":"480p","aspect_ratio":"adaptive","generate_audio":false,"callback_url":"https://example.com/hook","input_video_seconds":5,"model_params":{"web_search":false},"fixed_lens":false,"provider":"evolink"}
            """);

        Assert.Equal((ProviderNames.EvoLink, "seedance-2.0-fast-reference-to-video"), (request.Provider, request.Model));
        Assert.Equal("Use video 1 camera movement throughout the clip", request.Prompt);
        Assert.Equal(["https://example.com/ref1.jpg", "https://example.com/ref1.jpg"], request.ImageUrls);
        Assert.Equal(["https://example.com/reference.mp4"], request.VideoUrls);
        Assert.Equal(["https://example.com/bgm.mp3"], request.AudioUrls);
        Assert.Equal((10, "480p", "adaptive", false), (request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
        Assert.Equal(("https://example.com/hook", 5m), (request.CallbackUrl, request.InputVideoSeconds));
    }

    [Fact]
    public void What_is_left_out_gets_the_door_s_defaults()
    {
        var request = Accepted("""{"model":"seedance-2.0-text-to-video","prompt":"A calm sea"}""");

        Assert.Equal((5, "720p", "16:9", true), (request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
        Assert.False(request.WebSearch || request.FixedLens);
        Assert.Empty(request.ImageUrls);
        Assert.Null(request.CallbackUrl);
    }

    [Theory]
    [InlineData("城市日落延时摄影，金色光线洒满天际线")]
    [InlineData("""She turned and said: "You're finally here." """)]
    public void A_prompt_is_kept_as_it_is(string prompt)
        => Assert.Equal(prompt, Accepted(JsonSerializer.Serialize(new { model = "seedance-2.0-text-to-video", prompt })).Prompt);

    [Theory]
    [InlineData("", "seedance-2.0-text-to-video")]
    [InlineData(""","image_urls":[]""", "seedance-2.0-text-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png"]""", "seedance-2.0-image-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png","https://e.com/1.png"]""", "seedance-2.0-image-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png","https://e.com/2.png","https://e.com/3.png"]""", "seedance-2.0-reference-to-video")]
    [InlineData(""","video_urls":["https://e.com/1.mp4"]""", "seedance-2.0-reference-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png"],"audio_urls":["https://e.com/1.mp3"]""", "seedance-2.0-reference-to-video")]
    public void The_alias_chooses_the_model_from_the_files(string files, string model)
        => Assert.Equal(model, Accepted($$"""{"model":"seedance-2.0","prompt":"x"{{files}}}""").Model);

    [Theory]
    [InlineData("""{"model":"seedance-2.0-text-to-video"}""", "INVALID_PROMPT")]
    [InlineData("""{"model":"seedance-2.0-image-to-video","prompt":"x"}""", "IMAGE_REQUIRED")]
    [InlineData("""{"model":"seedance-2.5-text-to-video","prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"Seedance-2.0","prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","provider":"ark"}""", "INVALID_PROVIDER")]
    [InlineData("""{"model":"seedance-2.0-fast-text-to-video","prompt":"x","provider":"seedanceapi"}""", "INVALID_MODEL")]
    public void One_thing_wrong_is_one_violation(string json, string code) => Assert.Equal([code], Bodies.Codes(RequestFormat.EvoLink, json));

    [Theory]
    [InlineData("99999999999999999999", "INVALID_DURATION")]
    [InlineData("7.5", "INVALID_PARAMETER_TYPE")]
    [InlineData("8.0", "INVALID_PARAMETER_TYPE")]
    [InlineData("\"8\"", "INVALID_PARAMETER_TYPE")]
    [InlineData("null", "INVALID_PARAMETER_TYPE")]
    [InlineData("[8]", "INVALID_PARAMETER_TYPE")]
    public void A_duration_is_a_whole_number(string duration, string code)
        => Assert.Equal([code], Bodies.Codes(RequestFormat.EvoLink, $$"""{"model":"seedance-2.0","prompt":"x","duration":{{duration}}}"""));

    [Fact]
    public void Another_provider_brings_its_own_limits_and_its_own_default_duration()
    {
        var request = Accepted("""{"model":"seedance-2.0","prompt":"x","provider":"seedanceapi","fixed_lens":true,"aspect_ratio":"9:21"}""");

        Assert.Equal((ProviderNames.SeedanceApi, "seedance-2.0-text-to-video"), (request.Provider, request.Model));
        Assert.Equal((8, true), (request.DurationSeconds, request.FixedLens));
        Assert.Equal(
            ["INVALID_DURATION", "INVALID_RESOLUTION", "INVALID_ASPECT_RATIO", "MEDIA_NOT_SUPPORTED"],
            Bodies.Codes(RequestFormat.EvoLink, """
                {"model":"seedance-2.0","prompt":"x","provider":"seedanceapi","duration":5,"quality":"1080p","aspect_ratio":"adaptive","video_urls":["https://e.com/1.mp4"]}
                """));
    }

    [Fact]
    public void Every_violation_is_named_at_once()
    {
        var violations = Bodies.Refused(RequestFormat.EvoLink, """
            {"model":"seedance-2.0-fast-text-to-video","prompt":"","duration":"5","quality":"1080p","aspect_ratio":"2:1",
             "image_urls":["ftp://e.com/1.png",null],"enable_audio":true,"callback_url":"https://localhost/x"}
            """);

        Assert.Equal(
            [
                ("duration", "INVALID_PARAMETER_TYPE"), ("image_urls[1]", "INVALID_MEDIA_URL"), ("enable_audio", "UNKNOWN_PARAMETER"),
                ("prompt", "INVALID_PROMPT"), ("quality", "INVALID_RESOLUTION"), ("aspect_ratio", "INVALID_ASPECT_RATIO"),
                ("image_urls", "MEDIA_NOT_SUPPORTED"), ("image_urls[0]", "INVALID_MEDIA_URL"), ("callback_url", "INVALID_CALLBACK_URL"),
            ],
            violations.Select(violation => (violation.Param, violation.Code)));
    }

    [Fact]
    public void An_unknown_member_is_refused_by_name_with_the_known_ones()
    {
        var top = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, """{"model":"seedance-2.0","prompt":"x","web_search":true}"""));
        var nested = Assert.Single(Bodies.Refused(
            RequestFormat.EvoLink, """{"model":"seedance-2.0","prompt":"x","model_params":{"search":true}}"""));

        Assert.Equal(("web_search", "UNKNOWN_PARAMETER"), (top.Param, top.Code));
        Assert.StartsWith("web_search is not a known parameter. Known are model, prompt, ", top.Message, StringComparison.Ordinal);
        Assert.Equal("model_params.search is not a known parameter. Known are model_params.web_search.", nested.Message);
    }

    [Fact]
    public void An_unknown_model_is_refused_with_the_known_ones()
    {
        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, """{"model":"seedance-2.0-fast-text-2-video","prompt":"x"}"""));

        Assert.StartsWith("seedance-2.0-fast-text-2-video is not a model of evolink. Known are ", violation.Message, StringComparison.Ordinal);
        Assert.Contains("seedance-2.0-fast-text-to-video", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void A_prompt_is_measured_in_characters_not_in_code_units(int characters, bool accepted)
    {
        var prompt = string.Concat(Enumerable.Repeat("🎬", characters));

        Assert.Equal(accepted, Bodies.Codes(RequestFormat.EvoLink, $$"""{"model":"seedance-2.0","prompt":"{{prompt}}"}""").Length == 0);
    }

    [Fact]
    public void Reading_allocates_less_than_20_KB()
    {
        var reader = new RequestReader(new RequestRules());
        var body = """
            {"model":"seedance-2.0-reference-to-video","prompt":"Use @video1 camera movement throughout the clip and @audio1 as background music","image_urls":["https://example.com/ref1.jpg","https://example.com/ref2.jpg"],"video_urls":["https://example.com/reference.mp4"],"audio_urls":["https://example.com/bgm.mp3"],"duration":10,"quality":"720p","aspect_ratio":"16:9","generate_audio":true,"callback_url":"https://example.com/hook"}
            """u8.ToArray();
        Assert.IsType<RequestResult.Accepted>(reader.Read(RequestFormat.EvoLink, body));

        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read(RequestFormat.EvoLink, body);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20_000);
    }

    private static VideoRequest Accepted(string json) => Bodies.Accepted(RequestFormat.EvoLink, json);
}
