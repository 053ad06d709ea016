namespace Seedance;

/// <summary>The providers, by the names used in settings, requests, routes and records.</summary>
public static class ProviderNames
{
    /// <summary>api.evolink.ai.</summary>
    public const string EvoLink = "evolink";

    /// <summary>seedanceapi.org.</summary>
    public const string SeedanceApi = "seedanceapi";

    /// <summary>Whether a provider of this name exists. Exact, lower case.</summary>
    public static bool IsKnown(string name) => name is EvoLink or SeedanceApi;
}
