using System.Collections.Frozen;

namespace Seedance.Capabilities;

/// <summary>What one model of one provider takes. Validation, prices and payloads know no other limits.</summary>
public sealed record ModelCapabilities
{
    /// <summary>One of <see cref="ProviderNames"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>One of <see cref="ModelIds"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Standard, fast or mini.</summary>
    public ModelTier Tier { get; init; }

    /// <summary>What the video is made from.</summary>
    public required GenerationMode Mode { get; init; }

    /// <summary>Pictures.</summary>
    public FileCount Images { get; init; }

    /// <summary>Videos.</summary>
    public FileCount Videos { get; init; }

    /// <summary>Sounds.</summary>
    public FileCount Audios { get; init; }

    /// <summary>Extensions of pictures.</summary>
    public FrozenSet<string> ImageFormats { get; init; } = FileFormats.Images;

    /// <summary>Lengths on offer, in seconds, ascending.</summary>
    public required IReadOnlyList<int> Durations { get; init; }

    /// <summary>The provider's default length in seconds.</summary>
    public required int DefaultDuration { get; init; }

    /// <summary>Whether the model can choose the length itself. In the table what a setting may switch on.</summary>
    public bool SmartDuration { get; init; }

    /// <summary>Resolutions on offer.</summary>
    public required IReadOnlyList<string> Resolutions { get; init; }

    /// <summary>Resolutions that a setting may add.</summary>
    public IReadOnlyList<string> OptionalResolutions { get; init; } = [];

    /// <summary>Aspect ratios on offer.</summary>
    public required IReadOnlyList<string> AspectRatios { get; init; }

    /// <summary>Longest prompt in Unicode characters, where the provider documents one.</summary>
    public int? PromptCharacters { get; init; }

    /// <summary>Whether the model can search the web.</summary>
    public bool WebSearch { get; init; }

    /// <summary>Whether the camera can be locked.</summary>
    public bool FixedLens { get; init; }
}
