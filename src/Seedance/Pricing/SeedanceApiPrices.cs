namespace Seedance.Pricing;

/// <summary>seedanceapi.org's prices: a list, not a formula. Text and image to video cost the same.</summary>
internal sealed class SeedanceApiPrices : PriceTable
{
    public required FrozenDictionary<(string Resolution, bool Audio, int Seconds), decimal> Credits { get; init; }

    // seedanceapi.org guide, which bears no date but that of its sample; a credit is half a cent.
    public static IReadOnlyList<SeedanceApiPrices> Published { get; } =
    [
        new()
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
        },
    ];

    private protected override Estimate? Find(VideoRequest request, int? searches)
        => Credits.TryGetValue((request.Resolution, request.GenerateAudio, request.DurationSeconds), out var credits)
            ? new Estimate
            {
                PricingVersion = Version,
                CreditsPerDollar = CreditsPerDollar,
                From = credits,
                To = credits,
                AmountToReserve = credits,
            }
            : null;
}
