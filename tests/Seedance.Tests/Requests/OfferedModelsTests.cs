namespace Seedance.Tests.Requests;

public sealed class OfferedModelsTests
{
    [Fact]
    public void Every_row_is_found_and_offers_the_doors_defaults()
    {
        Assert.Equal(11, CapabilityTable.All.Count);
        Assert.All(CapabilityTable.All, row =>
        {
            Assert.Same(row, CapabilityTable.Find(row.Provider, row.Model));
            Assert.Contains(row.DefaultDuration, row.Durations);
            Assert.Contains("720p", row.Resolutions);
            Assert.Contains("16:9", row.AspectRatios);
            Assert.Contains("1:1", row.AspectRatios);
        });
        Assert.Null(CapabilityTable.Find(ProviderNames.EvoLink, ModelIds.Alias));
    }

    [Fact]
    public void What_the_documents_disagree_on_is_not_offered_by_default()
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
    [InlineData("text", "", true)]
    [InlineData("image", ""","image_urls":["https://e.com/1.png"]""", true)]
    [InlineData("reference", ""","video_urls":["https://e.com/1.mp4"]""", true)]
    [InlineData("text", ""","quality":"1080p" """, false)]
    [InlineData("text", ""","model_params":{"web_search":true}""", false)]
    public void Mini_models_are_a_setting(string mode, string rest, bool accepted)
        => AssertSetting("INVALID_MODEL", accepted, $"seedance-2.0-mini-{mode}-to-video", rest, new RequestRules { AllowMiniModels = true });

    [Theory]
    [InlineData("seedance-2.0-text-to-video", true)]
    [InlineData("seedance-2.0-fast-text-to-video", false)]
    public void Ultra_high_definition_is_a_setting_for_standard_models(string model, bool accepted)
        => AssertSetting("INVALID_RESOLUTION", accepted, model, ""","quality":"4k" """, new RequestRules { Allow4k = true });

    [Theory]
    [InlineData("evolink", -1, true)]
    [InlineData("evolink", -2, false)]
    [InlineData("evolink", 0, false)]
    [InlineData("seedanceapi", -1, false)]
    public void A_duration_that_the_model_chooses_is_a_setting_for_EvoLink(string provider, int duration, bool accepted)
        => AssertSetting("INVALID_DURATION", accepted, "seedance-2.0", $",\"provider\":\"{provider}\",\"duration\":{duration}",
            new RequestRules { AllowSmartDuration = true });

    [Fact]
    public void The_seedanceapi_door_has_no_smart_duration()
    {
        var rules = new RequestRules { AllowSmartDuration = true, SeedanceApiDefaultProvider = ProviderNames.EvoLink };

        Assert.Equal(["INVALID_DURATION"], Bodies.Codes(RequestFormat.SeedanceApi, """{"prompt":"x","duration":"-1"}""", rules));
    }

    [Theory]
    [InlineData("seedance-2.0-fast-image-to-video", "gif", true)]
    [InlineData("seedance-2.0-fast-image-to-video", "BMP", true)]
    [InlineData("seedance-2.0-fast-image-to-video", "tiff", true)]
    [InlineData("seedance-2.0-fast-image-to-video", "heic", false)]
    [InlineData("seedance-2.0-image-to-video", "gif", false)]
    public void More_picture_formats_are_a_setting_by_tier(string model, string extension, bool accepted)
        => AssertSetting("UNSUPPORTED_MEDIA_FORMAT", accepted, model, $",\"image_urls\":[\"https://e.com/1.{extension}\"]",
            new RequestRules { RelaxedImageFormats = new HashSet<ModelTier> { ModelTier.Fast } });

    private static void AssertSetting(string code, bool accepted, string model, string rest, RequestRules rules)
    {
        var json = $$"""{"model":"{{model}}","prompt":"x"{{rest}}}""";

        Assert.Contains(code, Bodies.Codes(RequestFormat.EvoLink, json));
        Assert.Equal(accepted, Bodies.Codes(RequestFormat.EvoLink, json, rules).Length == 0);
    }
}
