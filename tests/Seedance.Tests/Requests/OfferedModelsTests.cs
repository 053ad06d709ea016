using Seedance.Capabilities;
using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class OfferedModelsTests
{
    [Fact]
    public void Without_settings_what_no_provider_is_agreed_on_is_not_offered()
    {
        var models = new RequestReader(new RequestRules()).Models;

        Assert.Equal(8, models.Count);
        Assert.DoesNotContain(models, model => model.Tier == ModelTier.Mini || model.SmartDuration || model.Resolutions.Contains("4k"));
        Assert.DoesNotContain(models, model => model.ImageFormats.Contains("gif"));
    }

    [Fact]
    public void The_alias_at_a_provider_without_references_means_frames()
    {
        var models = new OfferedModels(new RequestRules());

        Assert.Equal(ModelIds.Image, models.Resolve(ProviderNames.SeedanceApi, images: 3, videos: 0, audios: 0).Model);
        Assert.Equal(ModelIds.Text, models.Resolve(ProviderNames.SeedanceApi, images: 0, videos: 1, audios: 0).Model);
    }

    [Theory]
    [InlineData("seedance-2.0-mini-text-to-video", "", true)]
    [InlineData("seedance-2.0-mini-image-to-video", ""","image_urls":["https://e.com/1.png"]""", true)]
    [InlineData("seedance-2.0-mini-reference-to-video", ""","video_urls":["https://e.com/1.mp4"]""", true)]
    [InlineData("seedance-2.0-mini-text-to-video", ""","quality":"1080p" """, false)]
    [InlineData("seedance-2.0-mini-text-to-video", ""","model_params":{"web_search":true}""", false)]
    public void Mini_models_are_a_setting(string model, string rest, bool accepted)
    {
        var json = $$"""{"model":"{{model}}","prompt":"x"{{rest}}}""";

        Assert.Contains("INVALID_MODEL", Bodies.Codes(FrontDoor.EvoLink, json));
        Assert.Equal(accepted, Bodies.Codes(FrontDoor.EvoLink, json, new RequestRules { AllowMiniModels = true }).Length == 0);
    }

    [Theory]
    [InlineData("seedance-2.0-text-to-video", true)]
    [InlineData("seedance-2.0-fast-text-to-video", false)]
    [InlineData("seedance-2.0-mini-text-to-video", false)]
    public void Ultra_high_definition_is_a_setting_for_standard_models(string model, bool accepted)
    {
        var json = $$"""{"model":"{{model}}","prompt":"x","quality":"4k"}""";
        var rules = new RequestRules { AllowMiniModels = true };

        Assert.Equal(["INVALID_RESOLUTION"], Bodies.Codes(FrontDoor.EvoLink, json, rules));
        Assert.Equal(accepted ? [] : ["INVALID_RESOLUTION"], Bodies.Codes(FrontDoor.EvoLink, json, rules with { Allow4k = true }));
    }

    [Theory]
    [InlineData("evolink", -1, true)]
    [InlineData("evolink", -2, false)]
    [InlineData("evolink", 0, false)]
    [InlineData("seedanceapi", -1, false)]
    public void A_duration_of_the_model_s_choice_is_a_setting_for_EvoLink(string provider, int duration, bool accepted)
    {
        var json = $$"""{"model":"seedance-2.0","prompt":"x","provider":"{{provider}}","duration":{{duration}}}""";
        var rules = new RequestRules { AllowSmartDuration = true };

        Assert.Equal(["INVALID_DURATION"], Bodies.Codes(FrontDoor.EvoLink, json));
        Assert.Equal(accepted ? [] : ["INVALID_DURATION"], Bodies.Codes(FrontDoor.EvoLink, json, rules));
        if (accepted)
            Assert.Equal(VideoRequest.SmartDuration, Bodies.Accepted(FrontDoor.EvoLink, json, rules).DurationSeconds);
    }

    [Fact]
    public void Smart_duration_is_no_word_of_the_seedanceapi_door()
    {
        var rules = new RequestRules { AllowSmartDuration = true, SeedanceApiDoorProvider = ProviderNames.EvoLink };

        Assert.Equal(["INVALID_DURATION"], Bodies.Codes(FrontDoor.SeedanceApi, """{"prompt":"x","duration":"-1"}""", rules));
    }

    [Theory]
    [InlineData("seedance-2.0-fast-image-to-video", "gif", true)]
    [InlineData("seedance-2.0-fast-image-to-video", "BMP", true)]
    [InlineData("seedance-2.0-fast-image-to-video", "tiff", true)]
    [InlineData("seedance-2.0-fast-image-to-video", "heic", false)]
    [InlineData("seedance-2.0-image-to-video", "gif", false)]
    public void More_picture_formats_are_a_setting_by_tier(string model, string extension, bool accepted)
    {
        var json = $$"""{"model":"{{model}}","prompt":"x","image_urls":["https://e.com/1.{{extension}}"]}""";
        var rules = new RequestRules { RelaxedImageFormats = new HashSet<ModelTier> { ModelTier.Fast } };

        Assert.Equal(["UNSUPPORTED_MEDIA_FORMAT"], Bodies.Codes(FrontDoor.EvoLink, json));
        Assert.Equal(accepted ? [] : ["UNSUPPORTED_MEDIA_FORMAT"], Bodies.Codes(FrontDoor.EvoLink, json, rules));
    }
}
