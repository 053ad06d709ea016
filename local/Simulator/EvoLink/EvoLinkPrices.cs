namespace Seedance.Simulator.EvoLink;

/// <summary>Prices effective 2026-09-16; one credit is 10,000 units.</summary>
internal static class EvoLinkPrices
{
    public const decimal CreditsPerDollar = 68;

    private const decimal UnitsPerCredit = 10_000;

    public const decimal WebSearch = 400 / UnitsPerCredit;

    public static decimal Credits(EvoLinkModel model, string quality, int seconds, decimal? inputSeconds)
    {
        var rate = (model.Fast ? 82_013m : 135_000m) * Factor(model, quality, inputSeconds is not null);
        var billed = inputSeconds is { } input ? Math.Ceiling((seconds + Math.Max(input, seconds)) * 10) / 10 : seconds;
        var units = Math.Round(rate * billed, MidpointRounding.AwayFromZero);
        return Math.Max(units, model.Fast ? 151_893m : 250_020m) / UnitsPerCredit;
    }

    private static decimal Factor(EvoLinkModel model, string quality, bool withVideo) => (quality, withVideo, model.Fast) switch
    {
        ("480p", false, _) => .465m,
        ("720p", false, _) => 1m,
        ("1080p", false, _) => 2.5m,
        ("480p", true, false) => .284m,
        ("720p", true, false) => .609m,
        ("1080p", true, false) => 1.52m,
        ("480p", true, true) => .277m,
        _ => .595m,
    };
}
