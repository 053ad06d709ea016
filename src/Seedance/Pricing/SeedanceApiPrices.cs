namespace Seedance.Pricing;

/// <summary>seedanceapi.org's prices: a list, not a formula. Text and image to video cost the same.</summary>
internal sealed class SeedanceApiPrices() : PriceTable(ProviderNames.SeedanceApi)
{
    public Dictionary<(string Resolution, bool Audio), (decimal Seconds4, decimal Seconds8, decimal Seconds12)> Credits { get; } = [];

    // seedanceapi.org guide, which bears no date but that of its sample; a credit is half a cent.
    public static IReadOnlyList<SeedanceApiPrices> Published { get; } =
    [
        new()
        {
            EffectiveFrom = new DateOnly(2026, 2, 7),
            CreditsPerDollar = 200,
            Credits =
            {
                [("480p", false)] = (8, 14, 19),
                [("480p", true)] = (14, 28, 38),
                [("720p", false)] = (14, 28, 42),
                [("720p", true)] = (28, 56, 84),
            },
        },
    ];

    private protected override Estimate? Find(VideoRequest request)
    {
        if (!Credits.TryGetValue((request.Resolution, request.GenerateAudio), out var prices)) return null;
        decimal? credits = request.DurationSeconds switch
        {
            4 => prices.Seconds4,
            8 => prices.Seconds8,
            12 => prices.Seconds12,
            _ => null,
        };
        return credits is null
            ? null
            : new()
            {
                PricingVersion = Version, From = credits, To = credits, AmountToReserve = credits, CreditsPerDollar = CreditsPerDollar,
            };
    }
}
