using Seedance.Capabilities;

namespace Seedance.Requests;

/// <summary>The rows of the capability table as the settings offer them.</summary>
internal sealed class OfferedModels(RequestRules rules)
{
    private readonly ModelCapabilities[] _models =
    [
        .. from row in CapabilityTable.All
           where rules.AllowMiniModels || row.Tier != ModelTier.Mini
           select row with
           {
               SmartDuration = row.SmartDuration && rules.AllowSmartDuration,
               Resolutions = rules.Allow4k ? [.. row.Resolutions, .. row.OptionalResolutions] : row.Resolutions,
               OptionalResolutions = [],
               ImageFormats = row.Provider == ProviderNames.EvoLink && rules.RelaxedImageFormats.Contains(row.Tier)
                   ? FileFormats.RelaxedImages
                   : row.ImageFormats,
           },
    ];

    public IReadOnlyList<ModelCapabilities> All => _models;

    /// <summary>The row of a model at a provider, or null when the provider does not offer it.</summary>
    public ModelCapabilities? Find(string provider, string model)
    {
        foreach (var row in _models)
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
    public ModelCapabilities Resolve(string provider, int images, int videos, int audios)
    {
        var reference = videos > 0 || audios > 0 || images > 2 ? Find(provider, ModelIds.Reference) : null;
        return reference
            ?? Find(provider, images > 0 ? ModelIds.Image : ModelIds.Text)
            ?? throw new ArgumentException($"'{provider}' is no provider.", nameof(provider));
    }
}
