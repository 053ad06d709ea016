namespace Seedance.Functions.Options;

/// <summary>What requests may ask for beyond what every document of the providers agrees on. All off by default.</summary>
public sealed class RequestOptions
{
    /// <summary>Longest prompt for EvoLink, in Unicode characters; default 10,000.</summary>
    public int PromptCharacters { get; set; } = 10_000;

    /// <summary>Most pictures, videos and sounds together; default 12, the rule of the model.</summary>
    public int MaxFiles { get; set; } = 12;

    /// <summary>Offers EvoLink's mini models.</summary>
    public bool AllowMiniModels { get; set; }

    /// <summary>Offers 4k on EvoLink's standard models.</summary>
    public bool Allow4k { get; set; }

    /// <summary>Takes a duration of -1 for EvoLink: the model chooses.</summary>
    public bool AllowSmartDuration { get; set; }

    /// <summary>Lets EvoLink's fast models take bmp, gif and tiff pictures too.</summary>
    public bool RelaxedImageFormats { get; set; }

    internal IReadOnlySet<ModelTier> TiersWithRelaxedImageFormats
        => RelaxedImageFormats ? new HashSet<ModelTier> { ModelTier.Fast } : new HashSet<ModelTier>();
}
