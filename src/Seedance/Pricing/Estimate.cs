namespace Seedance.Pricing;

/// <summary>
/// What a video is expected to cost, in the provider's credits. It is exact, or a range, or open upwards, or unknown; never
/// zero for want of knowledge. What the provider charges in the end may differ.
/// </summary>
public sealed record Estimate
{
    /// <summary>Id of the price table that was used.</summary>
    public required string PricingVersion { get; init; }

    /// <summary>The exact price; null where it is a range or unknown.</summary>
    public decimal? Credits => From == To ? From : null;

    /// <summary>The least it costs; null when unknown.</summary>
    public decimal? From { get; init; }

    /// <summary>The most it costs; null when unknown or without a known end.</summary>
    public decimal? To { get; init; }

    /// <summary>
    /// What to set aside in a budget; null when the price is unknown. <see cref="To"/>, except where that has no use: for a
    /// duration that the model chooses it is EvoLink's own reservation of 10 seconds, and for web searches, whose number nothing
    /// limits, it includes 25 of them.
    /// </summary>
    public decimal? AmountToReserve { get; init; }

    /// <summary>Whether nothing is known about the price. The reason is in <see cref="Notes"/>.</summary>
    public bool IsUnknown => From is null;

    /// <summary>How many credits a US dollar buys, where the provider says so.</summary>
    public decimal? CreditsPerDollar { get; init; }

    /// <summary>What the figures leave open and why, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>An estimate that says why there is none.</summary>
    /// <param name="pricingVersion">Id of the price table that was asked.</param>
    /// <param name="reason">One sentence.</param>
    public static Estimate Unknown(string pricingVersion, string reason) =>
        new() { PricingVersion = pricingVersion, Notes = [reason] };

    /// <summary>Credits in US dollars, half-up to a hundredth of a cent; null where either is unknown.</summary>
    /// <param name="credits">One of the amounts of this estimate.</param>
    public decimal? ToDollars(decimal? credits) =>
        credits / CreditsPerDollar is { } dollars ? Math.Round(dollars, 4, MidpointRounding.AwayFromZero) : null;
}
