namespace Seedance.Capabilities;

/// <summary>Every model of every provider.</summary>
public static class CapabilityTable
{
    private static readonly string[] StandardResolutions = ["480p", "720p", "1080p"];
    private static readonly string[] SmallResolutions = ["480p", "720p"];

    private static readonly ModelCapabilities[] Models =
    [
        EvoLink(ModelIds.Text, GenerationMode.Text, StandardResolutions),
        EvoLink(ModelIds.Image, GenerationMode.Image, StandardResolutions),
        EvoLink(ModelIds.Reference, GenerationMode.Reference, StandardResolutions),
        EvoLink(ModelIds.FastText, GenerationMode.Text, SmallResolutions),
        EvoLink(ModelIds.FastImage, GenerationMode.Image, SmallResolutions),
        EvoLink(ModelIds.FastReference, GenerationMode.Reference, SmallResolutions),
        SeedanceApi(ModelIds.Text, GenerationMode.Text),
        SeedanceApi(ModelIds.Image, GenerationMode.Image),
    ];

    /// <summary>Every row.</summary>
    public static IReadOnlyList<ModelCapabilities> All => Models;

    /// <summary>The row of a model at a provider, or null when the provider does not have it.</summary>
    public static ModelCapabilities? Find(string provider, string model)
    {
        foreach (var row in Models)
        {
            if (row.Provider == provider && row.Model == model)
                return row;
        }
        return null;
    }

    /// <summary>
    /// The standard model that the alias means for these files: any video or sound, or more than two pictures, is reference;
    /// one or two pictures are frames; nothing is text. A provider without references gets image to video.
    /// </summary>
    public static ModelCapabilities Resolve(string provider, int images, int videos, int audios)
    {
        var reference = videos > 0 || audios > 0 || images > 2 ? Find(provider, ModelIds.Reference) : null;
        return reference
            ?? Find(provider, images > 0 ? ModelIds.Image : ModelIds.Text)
            ?? throw new ArgumentException($"'{provider}' is no provider.", nameof(provider));
    }

    // EvoLink OpenAPI: 4 to 15 seconds, default 5; 1080p on the standard models only; web search for text to video only.
    private static ModelCapabilities EvoLink(string model, GenerationMode mode, string[] resolutions) => new()
    {
        Provider = ProviderNames.EvoLink,
        Model = model,
        Mode = mode,
        Images = mode switch
        {
            GenerationMode.Image => new FileCount(1, 2),
            GenerationMode.Reference => new FileCount(0, 9),
            _ => default,
        },
        Videos = mode == GenerationMode.Reference ? new FileCount(0, 3) : default,
        Audios = mode == GenerationMode.Reference ? new FileCount(0, 3) : default,
        Durations = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        DefaultDuration = 5,
        Resolutions = resolutions,
        AspectRatios = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"],
        WebSearch = mode == GenerationMode.Text,
    };

    // seedanceapi.org guide: 4, 8 or 12 seconds, default 8; at most one picture; prompts up to 2,000 characters.
    private static ModelCapabilities SeedanceApi(string model, GenerationMode mode) => new()
    {
        Provider = ProviderNames.SeedanceApi,
        Model = model,
        Mode = mode,
        Images = mode == GenerationMode.Image ? new FileCount(1, 1) : default,
        Durations = [4, 8, 12],
        DefaultDuration = 8,
        Resolutions = SmallResolutions,
        AspectRatios = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"],
        PromptCharacters = 2_000,
        FixedLens = true,
    };
}
