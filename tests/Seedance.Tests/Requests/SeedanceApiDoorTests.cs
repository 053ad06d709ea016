using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class SeedanceApiDoorTests
{
    [Fact]
    public void A_text_request_is_taken_as_it_is()
    {
        var request = Accepted("""{"prompt":"A cinematic shot of mountains at sunrise with flowing clouds","aspect_ratio":"16:9","resolution":"720p","duration":"8"}""");

        Assert.Equal(ProviderNames.SeedanceApi, request.Provider);
        Assert.Equal("seedance-2.0-text-to-video", request.Model);
        Assert.Equal(8, request.DurationSeconds);
        Assert.Equal("16:9", request.AspectRatio);
        Assert.False(request.GenerateAudio);
    }

    [Fact]
    public void An_image_makes_it_image_to_video()
    {
        var request = Accepted("""{"prompt":"The character slowly turns and smiles at the camera","image_urls":["https://example.com/my-image.jpg"],"aspect_ratio":"16:9","resolution":"720p","duration":"4"}""");

        Assert.Equal("seedance-2.0-image-to-video", request.Model);
        Assert.Equal(4, request.DurationSeconds);
    }

    [Fact]
    public void Audio_and_a_fixed_lens_are_taken()
    {
        var request = Accepted("""{"prompt":"A peaceful river flowing through a forest with birds singing","aspect_ratio":"16:9","resolution":"720p","duration":"8","generate_audio":true,"fixed_lens":true}""");

        Assert.True(request.GenerateAudio);
        Assert.True(request.FixedLens);
    }

    [Fact]
    public void What_is_left_out_gets_the_door_s_defaults()
    {
        var request = Accepted("""{"prompt":"x","callback_url":"https://your-app.com/api/seedance-callback"}""");

        Assert.Equal(8, request.DurationSeconds);
        Assert.Equal("1:1", request.AspectRatio);
        Assert.Equal("720p", request.Resolution);
        Assert.False(request.GenerateAudio);
        Assert.Equal("https://your-app.com/api/seedance-callback", request.CallbackUrl);
    }

    [Theory]
    [InlineData("""{"prompt":"x","image_urls":["https://e.com/1.png","https://e.com/2.png"]}""", "TOO_MANY_IMAGES")]
    [InlineData("""{"prompt":"x","duration":"5"}""", "INVALID_DURATION")]
    [InlineData("""{"prompt":"x","duration":"08"}""", "INVALID_DURATION")]
    [InlineData("""{"prompt":"x","duration":"eight"}""", "INVALID_DURATION")]
    [InlineData("""{"prompt":"x","duration":""}""", "INVALID_DURATION")]
    [InlineData("""{"prompt":"x","duration":8}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("""{"prompt":"x","aspect_ratio":"adaptive"}""", "INVALID_ASPECT_RATIO")]
    [InlineData("""{"prompt":"x","resolution":"1080p"}""", "INVALID_RESOLUTION")]
    [InlineData("""{"prompt":"x","model":"seedance-2.0"}""", "UNKNOWN_PARAMETER")]
    [InlineData("""{"prompt":"x","quality":"720p"}""", "UNKNOWN_PARAMETER")]
    [InlineData("""{"prompt":"x","video_urls":[]}""", "UNKNOWN_PARAMETER")]
    [InlineData("""{"prompt":"x","model_params":{"web_search":false}}""", "UNKNOWN_PARAMETER")]
    [InlineData("""{"prompt":"x","generate_audio":"true"}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("""{"duration":"4"}""", "INVALID_PROMPT")]
    public void One_thing_wrong_is_one_violation(string json, string code) =>
        Assert.Equal([code], Bodies.Codes(FrontDoor.SeedanceApi, json));

    [Theory]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    public void A_prompt_may_have_2000_characters(int length, bool accepted) =>
        Assert.Equal(accepted, Bodies.Codes(FrontDoor.SeedanceApi, $$"""{"prompt":"{{new string('a', length)}}"}""").Length == 0);

    [Fact]
    public void The_door_can_be_served_by_the_other_provider()
    {
        var rules = new RequestRules { SeedanceApiDoorProvider = ProviderNames.EvoLink };

        var request = Bodies.Accepted(FrontDoor.SeedanceApi, """{"prompt":"x","duration":"5"}""", rules);

        Assert.Equal(ProviderNames.EvoLink, request.Provider);
        Assert.Equal("seedance-2.0-text-to-video", request.Model);
        Assert.Equal("1:1", request.AspectRatio);
        Assert.Equal(5, request.DurationSeconds);
    }

    private static VideoRequest Accepted(string json) => Bodies.Accepted(FrontDoor.SeedanceApi, json);
}
