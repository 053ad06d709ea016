using Seedance.Requests;

namespace Seedance.Pricing;

/// <summary>The prices of one provider from one date on.</summary>
public abstract class PriceTable
{
    private protected PriceTable()
    {
    }

    /// <summary>Names the table in settings and on every estimate: provider and date.</summary>
    public string Version => $"{Provider}-{EffectiveFrom:yyyy-MM-dd}";

    /// <summary>One of <see cref="ProviderNames"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The first UTC day on which the prices apply.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>How many credits a US dollar buys, where the provider says so.</summary>
    public decimal? CreditsPerDollar { get; init; }

    /// <summary>Prices a valid request. What the table does not list is unknown.</summary>
    /// <param name="searches">How many web searches the model made; null when it is not known.</param>
    /// <exception cref="ArgumentException">The request goes to another provider.</exception>
    public Estimate Price(VideoRequest request, int? searches = null)
    {
        if (request.Provider != Provider)
            throw new ArgumentException($"{Version} does not price requests to '{request.Provider}'.", nameof(request));
        return Find(request, searches) ?? Estimate.Unknown(Version, $"{Version} has no price for {request.Model} at {request.Resolution}.");
    }

    /// <summary>The price, or null where the table does not list it.</summary>
    private protected abstract Estimate? Find(VideoRequest request, int? searches);
}
