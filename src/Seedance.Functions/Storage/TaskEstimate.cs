namespace Seedance.Functions.Storage;

/// <summary>What a task was expected to cost when it was accepted, in the provider's credits.</summary>
/// <param name="From">The least; null when the price was unknown.</param>
/// <param name="To">The most; null when it was unknown or without a known end.</param>
/// <param name="PricingVersion">Id of the price table.</param>
public sealed record TaskEstimate(decimal? From, decimal? To, string PricingVersion)
{
    /// <summary>The exact price; null where it is a range or unknown.</summary>
    public decimal? Credits => From == To ? From : null;

    /// <summary>How far an amount lies outside of the estimate: above it positive, below it negative, within it zero.</summary>
    /// <returns>Null when the price was unknown.</returns>
    public decimal? DistanceTo(decimal credits)
    {
        if (From is not { } from) return null;
        if (credits < from) return credits - from;
        return To is { } to && credits > to ? credits - to : 0;
    }

    internal static TaskEstimate Of(Estimate estimate) => new(estimate.From, estimate.To, estimate.PricingVersion);
}
