namespace Seedance.Tests.Requests;

public sealed class SeedanceApiDoorTests
{
    [Fact]
    public void A_request_keeps_every_member()
    {
        var request = Accepted("""{"prompt":"The character slowly turns","image_urls":["https://example.com/my-image.jpg"],"aspect_ratio":"16:9","resolution":"480p","duration":"4","generate_audio":true,"fixed_lens":true,"callback_url":"https://your-app.com/hook"}""");

        Assert.Equal((ProviderNames.SeedanceApi, "seedance-2.0-image-to-video"), (request.Provider, request.Model));
        Assert.Equal(["https://example.com/my-image.jpg"], request.ImageUrls);
        Assert.Equal((4, "480p", "16:9", true), (request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
        Assert.Equal((true, "https://your-app.com/hook"), (request.FixedLens, request.CallbackUrl));
    }

    [Fact]
    public void What_is_left_out_gets_the_door_s_defaults()
    {
        var request = Accepted("""{"prompt":"x"}""");

        Assert.Equal("seedance-2.0-text-to-video", request.Model);
        Assert.Equal((8, "720p", "1:1", false), (request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio));
        Assert.Equal((false, null), (request.FixedLens, request.CallbackUrl));
    }

    [Theory]
    [InlineData("\"duration\":\"08\"", "INVALID_DURATION")]
    [InlineData("\"duration\":\"eight\"", "INVALID_DURATION")]
    [InlineData("\"duration\":\"\"", "INVALID_DURATION")]
    [InlineData("\"duration\":8", "INVALID_PARAMETER_TYPE")]
    [InlineData("\"model\":\"seedance-2.0\"", "UNKNOWN_PARAMETER")]
    [InlineData("\"quality\":\"720p\"", "UNKNOWN_PARAMETER")]
    [InlineData("\"video_urls\":[]", "UNKNOWN_PARAMETER")]
    [InlineData("\"input_video_seconds\":5", "UNKNOWN_PARAMETER")]
    [InlineData("\"model_params\":{\"web_search\":false}", "UNKNOWN_PARAMETER")]
    public void One_thing_wrong_is_one_violation(string member, string code)
        => Assert.Equal([code], Bodies.Codes(RequestFormat.SeedanceApi, $$"""{"prompt":"x",{{member}}}"""));

    [Theory]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    public void A_prompt_may_have_2000_characters(int length, bool accepted)
        => Assert.Equal(accepted, Bodies.Codes(RequestFormat.SeedanceApi, $$"""{"prompt":"{{new string('a', length)}}"}""").Length == 0);

    [Fact]
    public void The_door_can_be_served_by_the_other_provider()
    {
        var rules = new RequestRules { SeedanceApiDefaultProvider = ProviderNames.EvoLink };

        var request = Bodies.Accepted(RequestFormat.SeedanceApi, """{"prompt":"x","duration":"5"}""", rules);

        Assert.Equal((ProviderNames.EvoLink, "seedance-2.0-text-to-video"), (request.Provider, request.Model));
        Assert.Equal((5, "1:1"), (request.DurationSeconds, request.AspectRatio));
    }

    private static VideoRequest Accepted(string json) => Bodies.Accepted(RequestFormat.SeedanceApi, json);
}
