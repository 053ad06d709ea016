using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class EvoLinkDoorTests
{
    [Fact]
    public void A_full_text_request_is_taken_as_it_is()
    {
        var request = Accepted("""
            {"model":"seedance-2.0-text-to-video","prompt":"A macro shot of a glass frog on a green leaf, focus shifting to its transparent body and visible beating heart","duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":true}
            """);

        Assert.Equal(ProviderNames.EvoLink, request.Provider);
        Assert.Equal("seedance-2.0-text-to-video", request.Model);
        Assert.StartsWith("A macro shot of a glass frog", request.Prompt, StringComparison.Ordinal);
        Assert.Equal(8, request.DurationSeconds);
        Assert.Equal("720p", request.Resolution);
        Assert.Equal("16:9", request.AspectRatio);
        Assert.True(request.GenerateAudio);
        Assert.Empty(request.ImageUrls);
        Assert.Null(request.CallbackUrl);
    }

    [Fact]
    public void An_image_request_without_a_quality_gets_720p_and_keeps_adaptive()
    {
        var request = Accepted("""
            {"model":"seedance-2.0-image-to-video","prompt":"The camera slowly pushes in as the still image comes alive","image_urls":["https://example.com/first-frame.jpg"],"duration":5,"aspect_ratio":"adaptive"}
            """);

        Assert.Equal("720p", request.Resolution);
        Assert.Equal("adaptive", request.AspectRatio);
        Assert.Equal(["https://example.com/first-frame.jpg"], request.ImageUrls);
    }

    [Fact]
    public void A_reference_request_keeps_every_kind_of_file()
    {
        var request = Accepted("""
            {"model":"seedance-2.0-reference-to-video","prompt":"Use video 1 camera movement throughout the clip and audio 1 as background music","image_urls":["https://example.com/ref1.jpg"],"video_urls":["https://example.com/reference.mp4"],"audio_urls":["https://example.com/bgm.mp3"],"duration":10,"quality":"720p","aspect_ratio":"16:9","generate_audio":true}
            """);

        Assert.Equal(["https://example.com/ref1.jpg"], request.ImageUrls);
        Assert.Equal(["https://example.com/reference.mp4"], request.VideoUrls);
        Assert.Equal(["https://example.com/bgm.mp3"], request.AudioUrls);
    }

    [Fact]
    public void A_Chinese_prompt_survives()
    {
        var request = Accepted("""
            {"model":"seedance-2.0-fast-text-to-video","prompt":"城市日落延时摄影，金色光线洒满天际线","duration":5,"aspect_ratio":"21:9","generate_audio":true}
            """);

        Assert.Equal("城市日落延时摄影，金色光线洒满天际线", request.Prompt);
    }

    [Fact]
    public void Two_frames_at_1080p_are_taken_by_the_standard_model()
    {
        var request = Accepted("""
            {"model":"seedance-2.0-image-to-video","prompt":"Smooth camera pan revealing the landscape, golden hour lighting","image_urls":["https://example.com/frame-start.jpg","https://example.com/frame-end.jpg"],"duration":8,"quality":"1080p"}
            """);

        Assert.Equal(2, request.ImageUrls.Count);
        Assert.Equal("1080p", request.Resolution);
    }

    [Theory]
    [InlineData("""She turned and said: "You're finally here." """)]
    [InlineData("""The man stopped the woman and said: "Remember, you must never point at the moon with your finger." """)]
    public void Quotes_in_prompts_survive(string prompt)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { model = "seedance-2.0-text-to-video", prompt });

        Assert.Equal(prompt, Accepted(json).Prompt);
    }

    [Fact]
    public void What_is_left_out_gets_the_door_s_defaults()
    {
        var request = Accepted("""{"model":"seedance-2.0-text-to-video","prompt":"A calm sea"}""");

        Assert.Equal(5, request.DurationSeconds);
        Assert.Equal("16:9", request.AspectRatio);
        Assert.Equal("720p", request.Resolution);
        Assert.True(request.GenerateAudio);
        Assert.False(request.WebSearch);
        Assert.False(request.FixedLens);
    }

    [Theory]
    [InlineData("", "seedance-2.0-text-to-video")]
    [InlineData(""","image_urls":[]""", "seedance-2.0-text-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png"]""", "seedance-2.0-image-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png","https://e.com/1.png"]""", "seedance-2.0-image-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png","https://e.com/2.png","https://e.com/3.png"]""", "seedance-2.0-reference-to-video")]
    [InlineData(""","video_urls":["https://e.com/1.mp4"]""", "seedance-2.0-reference-to-video")]
    [InlineData(""","image_urls":["https://e.com/1.png"],"audio_urls":["https://e.com/1.mp3"]""", "seedance-2.0-reference-to-video")]
    public void The_alias_picks_the_model_from_the_files(string files, string model) =>
        Assert.Equal(model, Accepted($$"""{"model":"seedance-2.0","prompt":"x"{{files}}}""").Model);

    [Theory]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","image_urls":["https://e.com/1.png"]}""", "MEDIA_NOT_SUPPORTED")]
    [InlineData("""{"model":"seedance-2.0-image-to-video","prompt":"x"}""", "IMAGE_REQUIRED")]
    [InlineData("""{"model":"seedance-2.0-image-to-video","prompt":"x","image_urls":[]}""", "IMAGE_REQUIRED")]
    [InlineData("""{"model":"seedance-2.0-image-to-video","prompt":"x","image_urls":["https://e.com/1.png","https://e.com/2.png","https://e.com/3.png"]}""", "TOO_MANY_IMAGES")]
    [InlineData("""{"model":"seedance-2.0-image-to-video","prompt":"x","image_urls":["https://e.com/1.png"],"video_urls":["https://e.com/1.mp4"]}""", "MEDIA_NOT_SUPPORTED")]
    [InlineData("""{"model":"seedance-2.0-reference-to-video","prompt":"x","audio_urls":["https://e.com/1.mp3"]}""", "AUDIO_REQUIRES_VISUAL")]
    [InlineData("""{"model":"seedance-2.0-fast-reference-to-video","prompt":"x"}""", "REFERENCE_MEDIA_REQUIRED")]
    [InlineData("""{"model":"seedance-2.0-fast-text-to-video","prompt":"x","quality":"1080p"}""", "INVALID_RESOLUTION")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","quality":"4k"}""", "INVALID_RESOLUTION")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","aspect_ratio":"9:21"}""", "INVALID_ASPECT_RATIO")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","aspect_ratio":"16x9"}""", "INVALID_ASPECT_RATIO")]
    [InlineData("""{"model":"seedance-2.0-image-to-video","prompt":"x","image_urls":["https://e.com/1.png"],"model_params":{"web_search":true}}""", "PARAMETER_NOT_SUPPORTED")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","fixed_lens":true}""", "PARAMETER_NOT_SUPPORTED")]
    [InlineData("""{"model":"seedance-2.0-text-to-video"}""", "INVALID_PROMPT")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":" \n\t"}""", "INVALID_PROMPT")]
    [InlineData("""{"model":"seedance-2.5-text-to-video","prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"Seedance-2.0","prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","provider":"ark"}""", "INVALID_PROVIDER")]
    [InlineData("""{"model":"seedance-2.0-fast-text-to-video","prompt":"x","provider":"seedanceapi"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","callback_url":"http://example.com/hook"}""", "INVALID_CALLBACK_URL")]
    public void One_thing_wrong_is_one_violation(string json, string code) =>
        Assert.Equal([code], Bodies.Codes(FrontDoor.EvoLink, json));

    [Theory]
    [InlineData("3", "INVALID_DURATION")]
    [InlineData("16", "INVALID_DURATION")]
    [InlineData("0", "INVALID_DURATION")]
    [InlineData("-1", "INVALID_DURATION")]
    [InlineData("-2", "INVALID_DURATION")]
    [InlineData("99999999999999999999", "INVALID_DURATION")]
    [InlineData("7.5", "INVALID_PARAMETER_TYPE")]
    [InlineData("8.0", "INVALID_PARAMETER_TYPE")]
    [InlineData("\"8\"", "INVALID_PARAMETER_TYPE")]
    [InlineData("null", "INVALID_PARAMETER_TYPE")]
    [InlineData("[8]", "INVALID_PARAMETER_TYPE")]
    public void A_duration_is_a_whole_number_from_4_to_15(string duration, string code) =>
        Assert.Equal([code], Bodies.Codes(FrontDoor.EvoLink, $$"""{"model":"seedance-2.0","prompt":"x","duration":{{duration}}}"""));

    [Theory]
    [InlineData(4)]
    [InlineData(15)]
    public void The_limits_of_the_duration_belong_to_it(int duration) =>
        Assert.Equal(duration, Accepted($$"""{"model":"seedance-2.0","prompt":"x","duration":{{duration}}}""").DurationSeconds);

    [Theory]
    [InlineData(10, 0, 0, "TOO_MANY_IMAGES")]
    [InlineData(1, 4, 0, "TOO_MANY_VIDEOS")]
    [InlineData(1, 0, 4, "TOO_MANY_AUDIOS")]
    [InlineData(9, 3, 1, "TOO_MANY_FILES")]
    [InlineData(9, 3, 0, null)]
    public void References_are_counted_by_kind_and_together(int images, int videos, int audios, string? code)
    {
        var json = $$"""
            {"model":"seedance-2.0-reference-to-video","prompt":"x","image_urls":[{{Urls(images, "png")}}],"video_urls":[{{Urls(videos, "mov")}}],"audio_urls":[{{Urls(audios, "wav")}}]}
            """;

        Assert.Equal(code is null ? [] : [code], Bodies.Codes(FrontDoor.EvoLink, json));
    }

    [Fact]
    public void Web_search_off_is_taken_everywhere_and_on_where_the_model_has_it()
    {
        Assert.False(Accepted("""{"model":"seedance-2.0-text-to-video","prompt":"A cinematic sunset over the ocean, wide angle","duration":5,"quality":"720p","aspect_ratio":"16:9","model_params":{"web_search":false}}""").WebSearch);
        Assert.False(Accepted("""{"model":"seedance-2.0","prompt":"x","image_urls":["https://e.com/1.png"],"model_params":{"web_search":false}}""").WebSearch);
        Assert.True(Accepted("""{"model":"seedance-2.0-fast-text-to-video","prompt":"x","model_params":{"web_search":true}}""").WebSearch);
    }

    [Fact]
    public void Another_provider_brings_its_own_limits_and_its_own_default_duration()
    {
        var request = Accepted("""{"model":"seedance-2.0","prompt":"x","provider":"seedanceapi","fixed_lens":true,"aspect_ratio":"9:21"}""");

        Assert.Equal(ProviderNames.SeedanceApi, request.Provider);
        Assert.Equal("seedance-2.0-text-to-video", request.Model);
        Assert.Equal(8, request.DurationSeconds);
        Assert.True(request.FixedLens);
        Assert.Equal(
            ["INVALID_DURATION", "INVALID_RESOLUTION", "INVALID_ASPECT_RATIO", "MEDIA_NOT_SUPPORTED"],
            Bodies.Codes(FrontDoor.EvoLink, """
                {"model":"seedance-2.0","prompt":"x","provider":"seedanceapi","duration":5,"quality":"1080p","aspect_ratio":"adaptive","video_urls":["https://e.com/1.mp4"]}
                """));
    }

    [Fact]
    public void Every_violation_is_named_at_once()
    {
        var violations = Bodies.Refused(FrontDoor.EvoLink, """
            {"model":"seedance-2.0-fast-text-to-video","prompt":"","duration":"5","quality":"1080p","aspect_ratio":"2:1",
             "image_urls":["ftp://e.com/1.png",null],"enable_audio":true,"callback_url":"https://localhost/x"}
            """);

        Assert.Equal(
            [
                "INVALID_PARAMETER_TYPE", "INVALID_MEDIA_URL", "UNKNOWN_PARAMETER", "INVALID_PROMPT", "INVALID_RESOLUTION",
                "INVALID_ASPECT_RATIO", "MEDIA_NOT_SUPPORTED", "INVALID_MEDIA_URL", "INVALID_CALLBACK_URL",
            ],
            violations.Select(violation => violation.Code));
        Assert.Contains(violations, violation => violation.Param == "image_urls[1]");
        Assert.Contains(violations, violation => violation.Param == "image_urls[0]");
    }

    [Fact]
    public void An_unknown_member_is_refused_by_name_with_the_known_ones()
    {
        var top = Assert.Single(Bodies.Refused(FrontDoor.EvoLink, """{"model":"seedance-2.0","prompt":"x","web_search":true}"""));
        var nested = Assert.Single(Bodies.Refused(
            FrontDoor.EvoLink, """{"model":"seedance-2.0","prompt":"x","model_params":{"search":true}}"""));

        Assert.Equal(("web_search", "UNKNOWN_PARAMETER"), (top.Param, top.Code));
        Assert.StartsWith("web_search is not a known parameter. Known are model, prompt, ", top.Message, StringComparison.Ordinal);
        Assert.Equal("model_params.search is not a known parameter. Known are model_params.web_search.", nested.Message);
    }

    [Fact]
    public void An_unknown_model_is_refused_with_the_known_ones()
    {
        var violation = Assert.Single(Bodies.Refused(FrontDoor.EvoLink, """{"model":"seedance-2.0-fast-text-2-video","prompt":"x"}"""));

        Assert.StartsWith("seedance-2.0-fast-text-2-video is not a model of evolink. Known are ", violation.Message, StringComparison.Ordinal);
        Assert.Contains("seedance-2.0-fast-text-to-video", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void A_prompt_is_measured_in_characters_not_in_code_units(int characters, bool accepted)
    {
        var prompt = string.Concat(Enumerable.Repeat("🎬", characters));

        Assert.Equal(accepted, Bodies.Codes(FrontDoor.EvoLink, $$"""{"model":"seedance-2.0","prompt":"{{prompt}}"}""").Length == 0);
    }

    private static VideoRequest Accepted(string json) => Bodies.Accepted(FrontDoor.EvoLink, json);

    private static string Urls(int count, string extension) =>
        string.Join(',', Enumerable.Range(1, count).Select(i => $"\"https://e.com/{i}.{extension}\""));
}
