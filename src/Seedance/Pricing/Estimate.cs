namespace Seedance.Pricing;

/// <summary>
/// What a video is expected to cost, in the provider's credits: an exact price, a range, a range without an end, or unknown. An
/// unknown price is never zero. What the provider charges in the end may differ.
/// </summary>
public sealed record Estimate
{
    public required string PricingVersion { get; init; }

    /// <summary>The exact price; null where it is a range or unknown.</summary>
    public decimal? Credits => From == To ? From : null;
    public decimal? From { get; init; }

    /// <summary>The maximum; null when unknown or unlimited.</summary>
    public decimal? To { get; init; }

    /// <summary>
    /// What to reserve in a budget; null when the price is unknown. It equals <see cref="To"/> with two exceptions: for a duration that
    /// the model chooses it is EvoLink's own reservation of 10 seconds; for web searches, whose number has no limit, it includes 25.
    /// </summary>
    public decimal? AmountToReserve { get; init; }

    /// <summary>Whether nothing is known about the price. The reason is in <see cref="Notes"/>.</summary>
    public bool IsUnknown => From is null;

    /// <summary>How many credits a US dollar buys, where the provider says so.</summary>
    public decimal? CreditsPerDollar { get; init; }
    public IReadOnlyList<string> Notes { get; init; } = [];
    public static Estimate Unknown(string pricingVersion, string reason) => new() { PricingVersion = pricingVersion, Notes = [reason] };

    /// <summary>Credits in US dollars, half-up to a hundredth of a cent; null where either is unknown.</summary>
    public decimal? ToDollars(decimal? credits)
        => credits / CreditsPerDollar is { } dollars ? Math.Round(dollars, 4, MidpointRounding.AwayFromZero) : null;
}
