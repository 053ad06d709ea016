using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

public class UploadOptionsValidatorTests
{
    public static TheoryData<string, Action<UploadOptions>> Wrong => new()
    {
        { "Seedance__Uploads__Container", uploads => uploads.Container = "Uploads" },
        { "Seedance__Uploads__Container", uploads => uploads.Container = "" },
        { "Seedance__Uploads__Container", uploads => uploads.Container = "videos" },
        { "Seedance__Uploads__Prompt", uploads => uploads.Prompt = " " },
        { "Seedance__Uploads__Model", uploads => uploads.Model = "seedance-1.0" },
        { "Seedance__Uploads__Duration", uploads => uploads.Duration = 16 },
        { "Seedance__Uploads__Quality", uploads => uploads.Quality = "8k" },
        { "Seedance__Uploads__AspectRatio", uploads => uploads.AspectRatio = "2:1" },
        { "Seedance__Uploads__CallbackUrl", uploads => uploads.CallbackUrl = "http://studio.example.com/" },
        { "Seedance__Uploads__Folders__shoes__Duration", uploads => uploads.Folders["shoes"] = new UploadDefaults { Duration = 3 } },
        { "Seedance__Uploads__Folders__a/b", uploads => uploads.Folders["a/b"] = new UploadDefaults() },
        { "Seedance__Uploads__Folders__..", uploads => uploads.Folders[".."] = new UploadDefaults() },
        // 1080p is no quality of the fast models.
        {
            "Seedance__Uploads__Folders__shoes__Quality",
            uploads =>
            {
                uploads.Model = "seedance-2.0-fast-image-to-video";
                uploads.Folders["shoes"] = new UploadDefaults { Quality = "1080p" };
            }
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named(string key, Action<UploadOptions> change)
    {
        var options = Samples.Options;
        change(options.Uploads);

        var failures = new UploadOptionsValidator().Validate(null, options).Failures?.ToList();

        Assert.StartsWith(key, Assert.Single(failures ?? []), StringComparison.Ordinal);
    }

    [Fact]
    public void Good_settings_pass()
    {
        var options = Samples.Options;
        Assert.True(new UploadOptionsValidator().Validate(null, options).Succeeded);
        options.Uploads.Folders["shoes"] = new UploadDefaults
        {
            Prompt = "A shoe",
            Model = "seedance-2.0-fast-image-to-video",
            Duration = 15,
            Quality = "480p",
            AspectRatio = "adaptive",
            GenerateAudio = false,
            CallbackUrl = "https://studio.example.com/done",
        };

        Assert.True(new UploadOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void A_wrong_provider_is_left_to_the_other_validator()
    {
        var options = Samples.Options;
        options.Provider = "other";

        Assert.True(new UploadOptionsValidator().Validate(null, options).Succeeded);
    }
}
