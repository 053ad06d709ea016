using System.Collections.Frozen;
using Seedance.Requests;

namespace Seedance.Pricing;

/// <summary>seedanceapi.org's prices: a list, not a formula. Text and image to video cost the same.</summary>
internal sealed class SeedanceApiPrices : PriceTable
{
    /// <summary>Credits of a video.</summary>
    public required FrozenDictionary<(string Resolution, bool Audio, int Seconds), decimal> Credits { get; init; }

    private protected override Estimate PriceCore(VideoRequest request, int? searches) =>
        Credits.TryGetValue((request.Resolution, request.GenerateAudio, request.DurationSeconds), out var credits)
            ? new Estimate
            {
                PricingVersion = Version,
                CreditsPerDollar = CreditsPerDollar,
                From = credits,
                To = credits,
                AmountToReserve = credits,
            }
            : Unlisted(request);
}
