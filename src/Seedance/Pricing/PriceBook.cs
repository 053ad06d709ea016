using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Seedance.Requests;

namespace Seedance.Pricing;

/// <summary>
/// The price tables of all providers. The newest that is in force applies, unless a setting chooses another by its id
/// (<c>evolink-2026-04-16</c>) or by a day (<c>2026-05-01</c>: the newest in force then).
/// </summary>
public sealed class PriceBook
{
    private readonly FrozenDictionary<string, PriceTable> _chosen;

    /// <summary>A price book.</summary>
    /// <param name="choices">Table id or day by provider; a provider that is absent or blank has the newest.</param>
    /// <exception cref="ArgumentException">A choice leads to no table.</exception>
    public PriceBook(IReadOnlyDictionary<string, string?>? choices = null)
    {
        var chosen = new Dictionary<string, PriceTable>(StringComparer.Ordinal);
        foreach (var (provider, choice) in choices ?? FrozenDictionary<string, string?>.Empty)
        {
            if (string.IsNullOrWhiteSpace(choice))
                continue;
            if (!TryChoose(provider, choice, out var table))
            {
                var known = string.Join(", ", Tables.Where(entry => entry.Provider == provider).Select(entry => entry.Version));
                throw new ArgumentException($"'{choice}' chooses no price table of {provider}. Known are {known}.", nameof(choices));
            }
            chosen.Add(provider, table);
        }
        _chosen = chosen.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Every table, the newest first for each provider.</summary>
    public static IReadOnlyList<PriceTable> Tables => PublishedPrices.All;

    /// <summary>Finds the table that a setting names.</summary>
    /// <param name="provider">One of <see cref="ProviderNames"/>.</param>
    /// <param name="choice">A table's id, or a day as <c>yyyy-MM-dd</c>.</param>
    /// <param name="table">The table.</param>
    public static bool TryChoose(string provider, string choice, [NotNullWhen(true)] out PriceTable? table)
    {
        table = DateOnly.TryParseExact(choice, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? InForce(provider, day)
            : Tables.FirstOrDefault(entry => entry.Provider == provider && entry.Version == choice);
        return table is not null;
    }

    /// <summary>The table that applies, or null where none was in force yet.</summary>
    /// <param name="provider">One of <see cref="ProviderNames"/>.</param>
    /// <param name="at">When the video is paid for.</param>
    public PriceTable? Find(string provider, DateTimeOffset at) =>
        _chosen.TryGetValue(provider, out var table) ? table : InForce(provider, DateOnly.FromDateTime(at.UtcDateTime));

    /// <summary>Prices a valid request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="at">When the video is paid for.</param>
    /// <param name="searches">How many web searches the model made, where that is known.</param>
    public Estimate Price(VideoRequest request, DateTimeOffset at, int? searches = null) =>
        Find(request.Provider, at)?.Price(request, searches)
        ?? Estimate.Unknown("none", $"No prices of {request.Provider} are known for {at.UtcDateTime:yyyy-MM-dd}.");

    private static PriceTable? InForce(string provider, DateOnly day)
    {
        foreach (var table in Tables)
        {
            if (table.Provider == provider && table.EffectiveFrom <= day)
                return table;
        }
        return null;
    }
}
