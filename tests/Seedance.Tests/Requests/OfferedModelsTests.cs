namespace Seedance.Tests.Requests;

/// <summary>What the documents disagree on is offered only where a setting says so.</summary>
public sealed class OfferedModelsTests
{
    private static readonly RequestRules Everything = new()
    {
        AllowMiniModels = true,
        Allow4k = true,
        AllowSmartDuration = true,
        RelaxedImageFormats = true,
        SeedanceApiDefaultProvider = ProviderNames.EvoLink,
    };

    [Fact]
    public void The_alias_at_a_provider_without_references_means_frames()
    {
        var models = new OfferedModels(new RequestRules());

        Assert.Equal(ModelIds.Image, models.Resolve(ProviderNames.SeedanceApi, images: 3, videos: 0, audios: 0).Model);
        Assert.Equal(ModelIds.Text, models.Resolve(ProviderNames.SeedanceApi, images: 0, videos: 1, audios: 0).Model);
    }

    [Theory]
    [InlineData("INVALID_MODEL", true, "seedance-2.0-mini-text-to-video", "")]
    [InlineData("INVALID_MODEL", false, "seedance-2.0-mini-text-to-video", ""","model_params":{"web_search":true}""")]
    [InlineData("INVALID_RESOLUTION", true, "seedance-2.0-text-to-video", ""","quality":"4k" """)]
    [InlineData("INVALID_RESOLUTION", false, "seedance-2.0-fast-text-to-video", ""","quality":"4k" """)]
    [InlineData("INVALID_DURATION", true, "seedance-2.0", ""","duration":-1""")]
    [InlineData("INVALID_DURATION", false, "seedance-2.0", ""","duration":-1,"provider":"seedanceapi" """)]
    [InlineData("UNSUPPORTED_MEDIA_FORMAT", true, "seedance-2.0-fast-image-to-video", ""","image_urls":["https://e.com/1.BMP"]""")]
    [InlineData("UNSUPPORTED_MEDIA_FORMAT", false, "seedance-2.0-fast-image-to-video", ""","image_urls":["https://e.com/1.heic"]""")]
    public void A_setting_offers_more_and_no_more_than_it_says(string code, bool accepted, string model, string rest)
    {
        var json = $$"""{"model":"{{model}}","prompt":"x"{{rest}}}""";

        Assert.Contains(code, Bodies.Codes(RequestFormat.EvoLink, json));
        Assert.Equal(accepted, Bodies.Codes(RequestFormat.EvoLink, json, Everything).Length == 0);
    }

    [Fact]
    public void Seedanceapi_s_format_can_be_served_by_EvoLink()
    {
        Assert.Empty(Bodies.Codes(RequestFormat.SeedanceApi, """{"prompt":"x","duration":"5"}""", Everything));
        Assert.Equal(["INVALID_DURATION"], Bodies.Codes(RequestFormat.SeedanceApi, """{"prompt":"x","duration":"-1"}""", Everything));
    }
}
