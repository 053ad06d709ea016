namespace Seedance.Simulator.Tasks;

internal static class BearerKeys
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization.FirstOrDefault() is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    public static bool AreValid(HttpRequest request, SimulatorSettings settings, string provider)
    {
        if (Of(request) is not { } key)
            return false;
        var known = provider == ProviderNames.EvoLink ? settings.EvolinkKeys : settings.SeedanceapiKeys;
        return known?.Contains(key) ?? key.StartsWith("sk-sim", StringComparison.Ordinal);
    }

    public static string? Redact(string? key) =>
        key is null ? null : key.Length <= 10 ? "..." : $"{key[..6]}...{key[^4..]}";
}
