namespace Seedance.Pricing;

/// <summary>
/// The price tables of all providers. The newest that is in force applies, unless a setting chooses another by its id
/// (<c>evolink-2026-04-16</c>) or by a day (<c>2026-05-01</c>: the newest in force then).
/// </summary>
public sealed class PriceBook
{
    private readonly Dictionary<string, PriceTable> _chosen = new(StringComparer.Ordinal);

    /// <param name="choices">Table id or day by provider; a provider that is absent or blank has the newest.</param>
    /// <exception cref="ArgumentException">A choice names no table.</exception>
    public PriceBook(IReadOnlyDictionary<string, string?>? choices = null)
    {
        foreach (var (provider, choice) in choices ?? new Dictionary<string, string?>())
        {
            if (string.IsNullOrWhiteSpace(choice)) continue;
            var known = Tables.Where(table => table.Provider == provider).Select(table => table.Version);
            _chosen[provider] = TryChoose(provider, choice, out var chosen)
                ? chosen
                : throw new ArgumentException(
                    $"'{choice}' is no price table of {provider}; there are {string.Join(", ", known)}.", nameof(choices));
        }
    }

    /// <summary>Every published table, the newest first for each provider.</summary>
    public static IReadOnlyList<PriceTable> Tables { get; } = [.. EvoLinkPrices.Published, .. SeedanceApiPrices.Published];

    /// <summary>Finds the table that a setting names.</summary>
    /// <param name="choice">A table's id, or a day as <c>yyyy-MM-dd</c>.</param>
    public static bool TryChoose(string provider, string choice, [NotNullWhen(true)] out PriceTable? table)
    {
        table = DateOnly.TryParseExact(choice, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? InForce(provider, day)
            : Tables.FirstOrDefault(entry => entry.Provider == provider && entry.Version == choice);
        return table is not null;
    }

    /// <summary>Prices a valid request.</summary>
    /// <param name="at">When the video is paid for.</param>
    public Estimate Price(VideoRequest request, DateTimeOffset at)
    {
        var table = _chosen.GetValueOrDefault(request.Provider) ?? InForce(request.Provider, DateOnly.FromDateTime(at.UtcDateTime));
        return table?.Price(request)
            ?? Estimate.Unknown("none", $"No prices of {request.Provider} are known for {at.UtcDateTime:yyyy-MM-dd}.");
    }

    private static PriceTable? InForce(string provider, DateOnly day)
        => Tables.FirstOrDefault(table => table.Provider == provider && table.EffectiveFrom <= day);
}

/// <summary>The prices of one provider from one date on.</summary>
public abstract class PriceTable
{
    private protected PriceTable(string provider) => Provider = provider;

    public string Provider { get; }

    /// <summary>Names the table in settings and on every estimate: provider and date.</summary>
    public string Version => $"{Provider}-{EffectiveFrom:yyyy-MM-dd}";
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>How many credits a US dollar buys, where the provider says so.</summary>
    public decimal? CreditsPerDollar { get; init; }

    /// <summary>Prices a valid request to this provider. What the table does not list is unknown.</summary>
    public Estimate Price(VideoRequest request)
        => Find(request) ?? Estimate.Unknown(Version, $"{Version} has no price for {request.Model} at {request.Resolution}.");
    private protected abstract Estimate? Find(VideoRequest request);
}
