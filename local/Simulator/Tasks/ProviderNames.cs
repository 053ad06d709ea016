namespace Seedance.Simulator.Tasks;

internal static class ProviderNames
{
    public const string EvoLink = "evolink";
    public const string SeedanceApi = "seedanceapi";
}
