namespace Seedance;

/// <summary>The providers, by the names used in settings, requests, routes and records.</summary>
public static class ProviderNames
{
    public const string EvoLink = "evolink";
    public const string SeedanceApi = "seedanceapi";

    /// <summary>Whether a provider of this name exists. Exact, lower case.</summary>
    public static bool IsKnown(string name) => name is EvoLink or SeedanceApi;
}
