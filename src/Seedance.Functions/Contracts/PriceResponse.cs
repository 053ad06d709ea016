namespace Seedance.Functions.Contracts;

/// <summary>
/// A price in the provider's credits: <see cref="Credits"/>, or a range, or unknown with the reason; never zero for want of
/// knowledge.
/// </summary>
/// <param name="PricingVersion">Id of the price table.</param>
public sealed record PriceResponse(string PricingVersion)
{
    /// <summary>The exact price; absent where it is a range or unknown.</summary>
    public decimal? Credits { get; init; }

    /// <summary>The least it costs, where the price is a range.</summary>
    public decimal? From { get; init; }

    /// <summary>The most it costs, where the price is a range with a known end.</summary>
    public decimal? To { get; init; }

    /// <summary>What a create would set aside in the client's budget; absent when the price is unknown.</summary>
    public decimal? CreditsToReserve { get; init; }

    /// <summary>True when nothing is known about the price; absent otherwise.</summary>
    public bool? Unknown { get; init; }

    /// <summary>Why the price is unknown.</summary>
    public string? Reason { get; init; }

    /// <summary>What the figures leave open and why.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    internal static PriceResponse Of(Estimate estimate)
    {
        if (estimate.IsUnknown)
        {
            return new PriceResponse(estimate.PricingVersion) { Unknown = true, Reason = string.Join(' ', estimate.Notes) };
        }
        var isRange = estimate.Credits is null;
        return new PriceResponse(estimate.PricingVersion)
        {
            Credits = estimate.Credits,
            From = isRange ? estimate.From : null,
            To = isRange ? estimate.To : null,
            CreditsToReserve = estimate.AmountToReserve,
            Notes = estimate.Notes is { Count: > 0 } notes ? notes : null,
        };
    }
}
