namespace Seedance.Functions.Options;

/// <summary>How to reach one provider.</summary>
public sealed class ProviderOptions
{
    /// <summary>Scheme and host of the provider's API.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The provider's API key. Without one, requests for this provider are refused before they cost anything.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The key, or null where there is none: a reference that Key Vault did not resolve is none.</summary>
    internal string? Key => string.IsNullOrEmpty(ApiKey) || KeyVaultReference.IsUnresolved(ApiKey) ? null : ApiKey;

    /// <summary>Seconds one request to the provider may take; default 60.</summary>
    public int TimeoutSeconds { get; set; } = 60;
}
