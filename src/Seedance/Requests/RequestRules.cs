using Seedance.Capabilities;
using Seedance.Outbound;

namespace Seedance.Requests;

/// <summary>What settings decide about the validation of requests.</summary>
public sealed record RequestRules
{
    /// <summary>Provider of requests on the EvoLink door that name none.</summary>
    public string EvoLinkDoorProvider { get; init; } = ProviderNames.EvoLink;

    /// <summary>Provider of requests on the seedanceapi.org door that name none.</summary>
    public string SeedanceApiDoorProvider { get; init; } = ProviderNames.SeedanceApi;

    /// <summary>Providers that a request may name or be given. Others are refused.</summary>
    public IReadOnlySet<string> Providers { get; init; } =
        new HashSet<string>(StringComparer.Ordinal) { ProviderNames.EvoLink, ProviderNames.SeedanceApi };

    /// <summary>
    /// Longest prompt for EvoLink, in Unicode characters. EvoLink's limit is 10,000 tokens, which cannot be counted offline;
    /// characters are the conservative measure.
    /// </summary>
    public int EvoLinkPromptCharacters { get; init; } = 10_000;

    /// <summary>Most pictures, videos and sounds together. 12 in the rules of the model.</summary>
    public int MaxFiles { get; init; } = 12;

    /// <summary>Offers EvoLink's mini models, which only its newer documents know.</summary>
    public bool AllowMiniModels { get; init; }

    /// <summary>Offers 4k on EvoLink's standard models, which only its newer documents know.</summary>
    public bool Allow4k { get; init; }

    /// <summary>Takes a duration of -1 for EvoLink: the model chooses. Its newer documents no longer offer that.</summary>
    public bool AllowSmartDuration { get; init; }

    /// <summary>
    /// The tiers of EvoLink whose models also take bmp, gif and tiff pictures. EvoLink's documents offered that for the fast
    /// models for a while.
    /// </summary>
    public IReadOnlySet<ModelTier> RelaxedImageFormats { get; init; } = new HashSet<ModelTier>();

    /// <summary>Lets callback URLs be http and lead to loopback and private addresses. Only for local work.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>Ports that callback URLs may name; null is 443 alone.</summary>
    public IReadOnlySet<int>? CallbackPorts { get; init; }

    internal OutboundRules Callbacks => new(AllowPrivateNetworks, CallbackPorts);
}
