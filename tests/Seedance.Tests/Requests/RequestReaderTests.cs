using System.Text.Json.Nodes;

namespace Seedance.Tests.Requests;

public sealed class RequestReaderTests
{
    [Theory]
    [InlineData(RequestFormat.EvoLink,
        """
        {"model":"seedance-2.0-fast-reference-to-video","prompt":"“Use” video 1, 城市","video_urls":["https://e.com/1.mp4"],
        "image_urls":["https://e.com/1.jpg","https://e.com/1.jpg"],"audio_urls":["https://e.com/1.mp3"],"duration":10,"quality":"480p",
        "aspect_ratio":"adaptive","generate_audio":false,"callback_url":"https://e.com/hook","input_video_seconds":5,
        "model_params":{"web_search":false},"fixed_lens":false,"provider":"evolink"}
        """,
        """
        {"Provider":"evolink","Model":"seedance-2.0-fast-reference-to-video","Prompt":"“Use” video 1, 城市",
        "ImageUrls":["https://e.com/1.jpg","https://e.com/1.jpg"],"VideoUrls":["https://e.com/1.mp4"],"InputVideoSeconds":5,
        "AudioUrls":["https://e.com/1.mp3"],"DurationSeconds":10,"Resolution":"480p","AspectRatio":"adaptive","GenerateAudio":false,
        "WebSearch":false,"FixedLens":false,"CallbackUrl":"https://e.com/hook"}
        """)]
    [InlineData(RequestFormat.SeedanceApi,
        """
        {"prompt":"x","image_urls":["https://e.com/1.jpg"],"aspect_ratio":"16:9","resolution":"480p","duration":"4","generate_audio":true,
        "fixed_lens":true,"callback_url":"https://e.com/hook"}
        """,
        """
        {"Provider":"seedanceapi","Model":"seedance-2.0-image-to-video","Prompt":"x","ImageUrls":["https://e.com/1.jpg"],"VideoUrls":[],
        "InputVideoSeconds":null,"AudioUrls":[],"DurationSeconds":4,"Resolution":"480p","AspectRatio":"16:9","GenerateAudio":true,
        "WebSearch":false,"FixedLens":true,"CallbackUrl":"https://e.com/hook"}
        """)]
    public void A_request_keeps_every_member(RequestFormat format, string json, string request) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(request), JsonSerializer.SerializeToNode(Bodies.Accepted(format, json))));

    [Theory]
    [InlineData(RequestFormat.EvoLink, """{"model":"seedance-2.0","prompt":"x"}""", "evolink", 5, "16:9")]
    [InlineData(RequestFormat.EvoLink, """{"model":"seedance-2.0","prompt":"x","provider":"seedanceapi"}""", "seedanceapi", 8, "16:9")]
    [InlineData(RequestFormat.SeedanceApi, """{"prompt":"x"}""", "seedanceapi", 8, "1:1")]
    [InlineData(RequestFormat.SeedanceApi, """{"prompt":"x","provider":"evolink"}""", "evolink", 8, "1:1")]
    public void What_is_left_out_gets_the_format_s_defaults(
        RequestFormat format, string json, string provider, int seconds, string ratio)
    {
        var request = Bodies.Accepted(format, json);

        Assert.Equal(
            (provider, ModelIds.Text, seconds, "720p", ratio, format == RequestFormat.EvoLink),
            (request.Provider, request.Model, request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
        Assert.Equal((false, false, null, 0), (request.WebSearch, request.FixedLens, request.CallbackUrl, request.ImageUrls.Count));
    }

    [Theory]
    [InlineData("", ModelIds.Text)]
    [InlineData(""","image_urls":[]""", ModelIds.Text)]
    [InlineData(""","image_urls":["https://e.com/1.png","https://e.com/1.png"]""", ModelIds.Image)]
    [InlineData(""","image_urls":["https://e.com/1.png","https://e.com/2.png","https://e.com/3.png"]""", ModelIds.Reference)]
    [InlineData(""","video_urls":["https://e.com/1.mp4"]""", ModelIds.Reference)]
    [InlineData(""","image_urls":["https://e.com/1.png"],"audio_urls":["https://e.com/1.mp3"]""", ModelIds.Reference)]
    public void The_alias_chooses_the_model_from_the_files(string files, string model)
        => Assert.Equal(model, Bodies.Accepted(RequestFormat.EvoLink, $$"""{"model":"seedance-2.0","prompt":"x"{{files}}}""").Model);

    [Theory]
    [InlineData("""{"model":"seedance-2.0"}""", "INVALID_PROMPT")]
    [InlineData("""{"model":"seedance-2.5-text-to-video","prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","provider":"ark"}""", "INVALID_PROVIDER")]
    [InlineData("""{"model":"seedance-2.0-fast-text-to-video","prompt":"x","provider":"seedanceapi"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","duration":99999999999999999999}""", "INVALID_DURATION")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","duration":8.5}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("""{"model":"seedance-2.0","prompt":["x"]}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":"https://e.com/1.png"}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("""{"model":null,"prompt":"x"}""", "INVALID_MODEL")]
    [InlineData("""{"model":"seedance-2.0","prompt":null}""", "INVALID_PROMPT")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","image_urls":null,"image_urls":[]}""", "DUPLICATE_PARAMETER")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","images":null}""", "UNKNOWN_PARAMETER")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","quality":720}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","model_params":true}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","p\u0072ompt":"y"}""", "DUPLICATE_PARAMETER")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","model_params":{"web_search":true,"web_search":true}}""", "DUPLICATE_PARAMETER")]
    public void One_thing_wrong_is_one_violation(string json, string code)
        => Assert.Equal([code], Bodies.Codes(RequestFormat.EvoLink, json));

    [Fact]
    public void Null_is_the_same_as_leaving_a_member_out_and_a_whole_number_may_have_a_point()
    {
        var plain = Bodies.Accepted(RequestFormat.EvoLink, """{"model":"seedance-2.0-text-to-video","prompt":"x","duration":7}""");
        var nulls = Bodies.Accepted(RequestFormat.EvoLink,
            """
            {"model":"seedance-2.0-text-to-video","prompt":"x","duration":7.0,"image_urls":null,"video_urls":null,"audio_urls":null,
             "quality":null,"aspect_ratio":null,"generate_audio":null,"callback_url":null,"model_params":{"web_search":null},
             "provider":null,"input_video_seconds":null}
            """);

        Assert.Equal(RequestFingerprint.Of(plain), RequestFingerprint.Of(nulls));
    }

    [Theory]
    [InlineData("\"duration\":\"08\"", "INVALID_DURATION")]
    [InlineData("\"duration\":\"eight\"", "INVALID_DURATION")]
    [InlineData("\"duration\":8", "INVALID_PARAMETER_TYPE")]
    [InlineData("\"model\":\"seedance-2.0\"", "UNKNOWN_PARAMETER")]
    public void One_thing_wrong_for_seedanceapi_is_one_violation(string member, string code)
        => Assert.Equal([code], Bodies.Codes(RequestFormat.SeedanceApi, $$"""{"prompt":"x",{{member}}}"""));

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

    [Theory]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","web_search":true}""", "web_search",
        "web_search is not a known parameter. Known are model, prompt, ")]
    [InlineData("""{"model":"seedance-2.0","prompt":"x","model_params":{"search":true}}""", "model_params.search",
        "model_params.search is not a known parameter. Known are model_params.web_search.")]
    [InlineData("""{"model":"seedance-2.0-text-2-video","prompt":"x"}""", "model",
        "seedance-2.0-text-2-video is not a model of evolink. Known are seedance-2.0-text-to-video, ")]
    [InlineData("{\n  \"prompt\": nope\n}", "", "The body is not valid JSON, or is nested deeper than 8 levels (line 2, ")]
    public void A_violation_says_what_would_be_right(string json, string param, string message)
    {
        var violation = Assert.Single(Bodies.Refused(RequestFormat.EvoLink, json));

        Assert.Equal(param, violation.Param);
        Assert.StartsWith(message, violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_one_JSON_object_is_refused() => Assert.All(
        [
            "", "{", "[]", "null", "{} {}", """{"prompt":"x",}""", """{"prompt":"x" /* why */}""", """{"prompt":"\ud83d"}""",
            """{"\ud83d":1}""", """{"x":[[[[[[[[[[1]]]]]]]]]]}""",
        ],
        json => Assert.Contains("INVALID_JSON", Bodies.Codes(RequestFormat.EvoLink, json)));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        byte[] body = [.. """{"model":"seedance-2.0","prompt":" """u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.IsType<RequestResult.Refused>(new RequestReader(new RequestRules()).Read(RequestFormat.EvoLink, body));
    }

    [Fact]
    public void A_refusal_stays_readable_however_much_is_wrong()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"{new string('x', 90)}{i}\":[]")) + "}";

        var violations = Bodies.Refused(RequestFormat.EvoLink, json);
        Assert.Equal(100, violations.Count);
        Assert.All(violations, violation => Assert.InRange(violation.Message.Length, 1, 300));
    }

    [Theory]
    [InlineData("A calm sea @dusk, mail me@image.example", 0)]
    [InlineData("follow @image1", 0)]
    [InlineData("follow @Image2 and @image2", 2)]
    [InlineData("follow @IMAGE0", 1)]
    [InlineData("follow @video1 with @audio1", 2)]
    [InlineData("word ", 0, 1000)]
    [InlineData("word ", 1, 1001)]
    [InlineData("海", 0, 500)]
    [InlineData("海", 1, 501)]
    public void A_valid_prompt_may_have_warnings(string prompt, int warnings, int times = 1)
    {
        var text = string.Concat(Enumerable.Repeat(prompt, times));
        var json = $$"""{"model":"seedance-2.0","prompt":"{{text}}","image_urls":["https://e.com/1.png"]}""";

        var accepted = Assert.IsType<RequestResult.Accepted>(Bodies.Read(RequestFormat.EvoLink, json));

        Assert.Equal((text, warnings), (accepted.Request.Prompt, accepted.Warnings.Count));
    }
}
