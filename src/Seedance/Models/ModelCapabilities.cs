namespace Seedance.Models;

/// <summary>What one model of one provider takes. Validation, prices and payloads know no other limits.</summary>
public sealed record ModelCapabilities
{
    public required string Provider { get; init; }
    public required string Model { get; init; }
    public ModelTier Tier { get; init; }
    public required GenerationMode Mode { get; init; }
    public FileCount Images { get; init; }
    public FileCount Videos { get; init; }
    public FileCount Audios { get; init; }
    public FrozenSet<string> ImageFormats { get; init; } = FileFormats.Images;

    /// <summary>In seconds, ascending.</summary>
    public required IReadOnlyList<int> Durations { get; init; }
    public required int DefaultDuration { get; init; }

    /// <summary>Whether the model can choose the length itself. In the table: whether a setting may allow it.</summary>
    public bool SmartDuration { get; init; }
    public required IReadOnlyList<string> Resolutions { get; init; }
    public IReadOnlyList<string> OptionalResolutions { get; init; } = [];
    public required IReadOnlyList<string> AspectRatios { get; init; }

    /// <summary>Maximum length of a prompt in Unicode characters, where the provider documents one.</summary>
    public int? PromptCharacters { get; init; }
    public bool WebSearch { get; init; }
    public bool FixedLens { get; init; }
}

/// <summary>How many files of one kind a model takes. A maximum of 0: the kind is not supported.</summary>
public readonly record struct FileCount(int Min, int Max);

/// <summary>What a video is made from: the prompt alone; a first frame, or a first and a last frame; reference files.</summary>
public enum GenerationMode
{
    Text,
    Image,
    Reference,
}

/// <summary>How much computing a model spends on a video; prices follow it. Only the standard models go beyond 720p.</summary>
public enum ModelTier
{
    Standard,
    Fast,

    /// <summary>The cheapest. Offered only where a setting says so.</summary>
    Mini,
}

/// <summary>The model ids, in EvoLink's words.</summary>
public static class ModelIds
{
    /// <summary>Not a model but a request to choose the mode from the files. Never sent to a provider.</summary>
    public const string Alias = "seedance-2.0";

    public const string Text = "seedance-2.0-text-to-video";
    public const string Image = "seedance-2.0-image-to-video";
    public const string Reference = "seedance-2.0-reference-to-video";
    public const string FastText = "seedance-2.0-fast-text-to-video";
    public const string FastImage = "seedance-2.0-fast-image-to-video";
    public const string FastReference = "seedance-2.0-fast-reference-to-video";
    public const string MiniText = "seedance-2.0-mini-text-to-video";
    public const string MiniImage = "seedance-2.0-mini-image-to-video";
    public const string MiniReference = "seedance-2.0-mini-reference-to-video";
}
