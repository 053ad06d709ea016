using System.Collections.Frozen;
using Seedance.Capabilities;

namespace Seedance.Pricing;

/// <summary>The price tables that the providers have published, newest first for each provider.</summary>
internal static class PublishedPrices
{
    private const decimal EvoLinkCreditsPerDollar = 68;

    public static IReadOnlyList<PriceTable> All { get; } =
        [EvoLinkSeptember2026(), EvoLinkApril2026(), EvoLinkMarch2026(), SeedanceApiFebruary2026()];

    // EvoLink, public pricing rules, in force since 2026-09-16: a base rate in UC for each second, times a factor for the
    // resolution; sound is free.
    private static EvoLinkPrices EvoLinkSeptember2026()
    {
        var standard = new Units(135_000);
        var fast = new Units(82_013);
        var mini = new Units(27_000);
        return new EvoLinkPrices
        {
            Provider = ProviderNames.EvoLink,
            EffectiveFrom = new DateOnly(2026, 9, 16),
            CreditsPerDollar = EvoLinkCreditsPerDollar,
            InputBilling = InputBilling.AtLeastOutput,
            RoundsUpToTenths = true,
            PerSearch = new Units(400),
            Minimum = new Dictionary<ModelTier, Units>
            {
                [ModelTier.Standard] = new(250_020),
                [ModelTier.Fast] = new(151_893),
                [ModelTier.Mini] = new(50_004),
            }.ToFrozenDictionary(),
            PerSecond = new Dictionary<(ModelTier, string, bool), Units>
            {
                [(ModelTier.Standard, "480p", false)] = standard * 0.465m,
                [(ModelTier.Standard, "720p", false)] = standard,
                [(ModelTier.Standard, "1080p", false)] = standard * 2.5m,
                [(ModelTier.Standard, "4k", false)] = standard * 5.1m,
                [(ModelTier.Standard, "480p", true)] = standard * 0.284m,
                [(ModelTier.Standard, "720p", true)] = standard * 0.609m,
                [(ModelTier.Standard, "1080p", true)] = standard * 1.52m,
                [(ModelTier.Standard, "4k", true)] = standard * 3.15m,
                [(ModelTier.Fast, "480p", false)] = fast * 0.465m,
                [(ModelTier.Fast, "720p", false)] = fast,
                [(ModelTier.Fast, "480p", true)] = fast * 0.277m,
                [(ModelTier.Fast, "720p", true)] = fast * 0.595m,
                [(ModelTier.Mini, "480p", false)] = mini * 0.465m,
                [(ModelTier.Mini, "720p", false)] = mini,
                [(ModelTier.Mini, "480p", true)] = mini * 0.284m,
                [(ModelTier.Mini, "720p", true)] = mini * 0.609m,
            }.ToFrozenDictionary(),
        };
    }

    // EvoLink, pricing page of 2026-04-16: nothing about 1080p yet.
    private static EvoLinkPrices EvoLinkApril2026() => new()
    {
        Provider = ProviderNames.EvoLink,
        EffectiveFrom = new DateOnly(2026, 4, 16),
        CreditsPerDollar = EvoLinkCreditsPerDollar,
        InputBilling = InputBilling.AtLeastOutput,
        PerSearch = new Units(400),
        PerSecond = new Dictionary<(ModelTier, string, bool), Units>
        {
            [(ModelTier.Standard, "480p", false)] = Units.OfCredits(6.251m),
            [(ModelTier.Standard, "720p", false)] = Units.OfCredits(13.50m),
            [(ModelTier.Standard, "480p", true)] = Units.OfCredits(3.807m),
            [(ModelTier.Standard, "720p", true)] = Units.OfCredits(8.222m),
            [(ModelTier.Fast, "480p", false)] = Units.OfCredits(5.063m),
            [(ModelTier.Fast, "720p", false)] = Units.OfCredits(10.935m),
            [(ModelTier.Fast, "480p", true)] = Units.OfCredits(3.012m),
            [(ModelTier.Fast, "720p", true)] = Units.OfCredits(6.506m),
        }.ToFrozenDictionary(),
    };

    // EvoLink, guide of March 2026: one price for all six models, input videos billed like output.
    private static EvoLinkPrices EvoLinkMarch2026() => new()
    {
        Provider = ProviderNames.EvoLink,
        EffectiveFrom = new DateOnly(2026, 3, 30),
        InputBilling = InputBilling.AsSupplied,
        PerSearch = new Units(400),
        PerSecond = new Dictionary<(ModelTier, string, bool), Units>
        {
            [(ModelTier.Standard, "480p", false)] = Units.OfCredits(4.63m),
            [(ModelTier.Standard, "720p", false)] = Units.OfCredits(10.00m),
            [(ModelTier.Standard, "480p", true)] = Units.OfCredits(4.63m),
            [(ModelTier.Standard, "720p", true)] = Units.OfCredits(10.00m),
            [(ModelTier.Fast, "480p", false)] = Units.OfCredits(4.63m),
            [(ModelTier.Fast, "720p", false)] = Units.OfCredits(10.00m),
            [(ModelTier.Fast, "480p", true)] = Units.OfCredits(4.63m),
            [(ModelTier.Fast, "720p", true)] = Units.OfCredits(10.00m),
        }.ToFrozenDictionary(),
    };

    // seedanceapi.org guide, which bears no date but that of its sample; a credit is half a cent.
    private static SeedanceApiPrices SeedanceApiFebruary2026() => new()
    {
        Provider = ProviderNames.SeedanceApi,
        EffectiveFrom = new DateOnly(2026, 2, 7),
        CreditsPerDollar = 200,
        Credits = new Dictionary<(string, bool, int), decimal>
        {
            [("480p", false, 4)] = 8,
            [("480p", false, 8)] = 14,
            [("480p", false, 12)] = 19,
            [("480p", true, 4)] = 14,
            [("480p", true, 8)] = 28,
            [("480p", true, 12)] = 38,
            [("720p", false, 4)] = 14,
            [("720p", false, 8)] = 28,
            [("720p", false, 12)] = 42,
            [("720p", true, 4)] = 28,
            [("720p", true, 8)] = 56,
            [("720p", true, 12)] = 84,
        }.ToFrozenDictionary(),
    };
}
