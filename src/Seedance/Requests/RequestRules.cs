namespace Seedance.Requests;

/// <summary>The settings of the validation of requests.</summary>
public sealed record RequestRules
{
    /// <summary>Provider of requests in EvoLink's format that name none.</summary>
    public string EvoLinkDefaultProvider { get; init; } = ProviderNames.EvoLink;

    /// <summary>Provider of requests in seedanceapi.org's format that name none.</summary>
    public string SeedanceApiDefaultProvider { get; init; } = ProviderNames.SeedanceApi;

    /// <summary>Maximum length of a prompt for EvoLink, in Unicode characters; its own limit of 10,000 tokens cannot be counted.</summary>
    public int EvoLinkPromptCharacters { get; init; } = 10_000;

    /// <summary>Maximum number of pictures, videos and sounds together. 12 in the rules of the model.</summary>
    public int MaxFiles { get; init; } = 12;

    /// <summary>Offers EvoLink's mini models, which only its newer documents know.</summary>
    public bool AllowMiniModels { get; init; }

    /// <summary>Offers 4k on EvoLink's standard models, which only its newer documents know.</summary>
    public bool Allow4k { get; init; }

    /// <summary>Accepts a duration of -1 for EvoLink: the model chooses. Its newer documents no longer offer that.</summary>
    public bool AllowSmartDuration { get; init; }

    /// <summary>Accepts bmp, gif and tiff pictures for EvoLink's fast models, as its older documents did.</summary>
    public bool RelaxedImageFormats { get; init; }

    /// <summary>Where callback URLs may lead.</summary>
    public OutboundRules Callbacks { get; init; } = new(AllowPrivateNetworks: false);
}

/// <summary>The rows of the capability table as the settings offer them.</summary>
internal sealed class OfferedModels(RequestRules rules)
{
    public IReadOnlyList<ModelCapabilities> All { get; } =
    [
        .. from row in CapabilityTable.All
           where rules.AllowMiniModels || row.Tier != ModelTier.Mini
           select row with
           {
               SmartDuration = row.SmartDuration && rules.AllowSmartDuration,
               Resolutions = rules.Allow4k ? [.. row.Resolutions, .. row.OptionalResolutions] : row.Resolutions,
               OptionalResolutions = [],
               ImageFormats = row.Tier == ModelTier.Fast && rules.RelaxedImageFormats ? FileFormats.RelaxedImages : row.ImageFormats,
           },
    ];

    /// <summary>The row of a model at a provider, or null when the provider does not offer it.</summary>
    public ModelCapabilities? Find(string provider, string model)
        => All.FirstOrDefault(row => row.Provider == provider && row.Model == model);

    /// <summary>
    /// The standard model that the alias means for these files: any video or sound, or more than two pictures, is reference; one or
    /// two pictures are frames; nothing is text. A provider without references gets image to video.
    /// </summary>
    public ModelCapabilities Resolve(string provider, int images, int videos, int audios)
    {
        var reference = videos > 0 || audios > 0 || images > 2 ? Find(provider, ModelIds.Reference) : null;
        return reference
            ?? Find(provider, images > 0 ? ModelIds.Image : ModelIds.Text)
            ?? throw new ArgumentException($"'{provider}' is no provider.", nameof(provider));
    }
}
