namespace Seedance.Simulator.SeedanceApi;

internal static class SeedanceApiPrices
{
    public static decimal Credits(string resolution, bool audio, int seconds) => (resolution, audio, seconds) switch
    {
        ("480p", false, 4) => 8,
        ("480p", false, 8) => 14,
        ("480p", false, _) => 19,
        ("480p", true, 4) => 14,
        ("480p", true, 8) => 28,
        ("480p", true, _) => 38,
        (_, false, 4) => 14,
        (_, false, 8) => 28,
        (_, false, _) => 42,
        (_, true, 4) => 28,
        (_, true, 8) => 56,
        _ => 84,
    };
}
