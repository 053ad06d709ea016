namespace Seedance.Models;

/// <summary>Every model of every provider, including those that are offered only where a setting says so.</summary>
public static class CapabilityTable
{
    private static readonly string[] SmallResolutions = ["480p", "720p"];

    public static IReadOnlyList<ModelCapabilities> All { get; } =
    [
        EvoLink(ModelIds.Text, ModelTier.Standard, GenerationMode.Text),
        EvoLink(ModelIds.Image, ModelTier.Standard, GenerationMode.Image),
        EvoLink(ModelIds.Reference, ModelTier.Standard, GenerationMode.Reference),
        EvoLink(ModelIds.FastText, ModelTier.Fast, GenerationMode.Text),
        EvoLink(ModelIds.FastImage, ModelTier.Fast, GenerationMode.Image),
        EvoLink(ModelIds.FastReference, ModelTier.Fast, GenerationMode.Reference),
        EvoLink(ModelIds.MiniText, ModelTier.Mini, GenerationMode.Text),
        EvoLink(ModelIds.MiniImage, ModelTier.Mini, GenerationMode.Image),
        EvoLink(ModelIds.MiniReference, ModelTier.Mini, GenerationMode.Reference),
        SeedanceApi(ModelIds.Text, GenerationMode.Text, images: default),
        SeedanceApi(ModelIds.Image, GenerationMode.Image, images: new FileCount(1, 1)),
    ];

    public static ModelCapabilities? Find(string provider, string model)
        => All.FirstOrDefault(row => row.Provider == provider && row.Model == model);

    // EvoLink OpenAPI: 4 to 15 seconds, default 5; 1080p on the standard models only; web search for text to video only, not on
    // mini. 4k on the standard models and mini come from newer documents, a duration of -1 from the oldest of the six models.
    private static ModelCapabilities EvoLink(string model, ModelTier tier, GenerationMode mode) => new()
    {
        Provider = ProviderNames.EvoLink,
        Model = model,
        Tier = tier,
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
        SmartDuration = tier != ModelTier.Mini,
        Resolutions = tier == ModelTier.Standard ? [.. SmallResolutions, "1080p"] : SmallResolutions,
        OptionalResolutions = tier == ModelTier.Standard ? ["4k"] : [],
        AspectRatios = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"],
        WebSearch = mode == GenerationMode.Text && tier != ModelTier.Mini,
    };

    // seedanceapi.org guide: 4, 8 or 12 seconds, default 8; at most one picture; prompts up to 2,000 characters.
    private static ModelCapabilities SeedanceApi(string model, GenerationMode mode, FileCount images) => new()
    {
        Provider = ProviderNames.SeedanceApi,
        Model = model,
        Mode = mode,
        Images = images,
        Durations = [4, 8, 12],
        DefaultDuration = 8,
        Resolutions = SmallResolutions,
        AspectRatios = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"],
        PromptCharacters = 2_000,
        FixedLens = true,
    };
}

/// <summary>File extensions that the providers take, without the dot, in any case (EvoLink, parameter guide).</summary>
public static class FileFormats
{
    /// <summary>The documents list jpeg and use jpg in every example.</summary>
    public static FrozenSet<string> Images { get; } = Set("jpg", "jpeg", "png", "webp");

    /// <summary>Pictures where a setting relaxes the formats: those of EvoLink's older documents.</summary>
    public static FrozenSet<string> RelaxedImages { get; } = Set("jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff");

    public static FrozenSet<string> Videos { get; } = Set("mp4", "mov");
    public static FrozenSet<string> Audios { get; } = Set("wav", "mp3");

    private static FrozenSet<string> Set(params string[] extensions) => extensions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
