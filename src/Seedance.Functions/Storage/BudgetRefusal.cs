namespace Seedance.Functions.Storage;

/// <summary>Why a client's budget does not allow a request.</summary>
/// <param name="Message">The reason and the way out, for people.</param>
/// <param name="DailyCredits">The client's budget of a UTC day, in credits.</param>
/// <param name="ResetsAt">When the next day's budget begins: the next midnight, UTC.</param>
public sealed record BudgetRefusal(string Message, decimal DailyCredits, DateTimeOffset ResetsAt)
{
    /// <summary>What is left of today's budget, in credits; null when the price is unknown and nothing was compared.</summary>
    public decimal? CreditsLeft { get; init; }

    /// <summary>What the request would set aside, in credits; null when the price is unknown.</summary>
    public decimal? CreditsNeeded { get; init; }

    internal static BudgetRefusal Exceeded(decimal needed, decimal used, decimal daily, DateTimeOffset resetsAt)
    {
        var left = Math.Max(0, daily - used);
        return new(
            $"This needs {Text(needed)} credits, and {Text(left)} of the daily {Text(daily)} are left. Nothing was submitted. {Resets(resetsAt)}",
            daily,
            resetsAt)
        { CreditsLeft = left, CreditsNeeded = needed };
    }

    internal static BudgetRefusal Unpriced(string reason, decimal daily, DateTimeOffset resetsAt) => new(
        $"The price is unknown, so it cannot be held against the daily {Text(daily)} credits. Nothing was submitted. {reason} "
        + "(The client's setting AllowUnknownPrices would let it pass.)",
        daily,
        resetsAt);

    private static string Resets(DateTimeOffset at)
        => string.Create(CultureInfo.InvariantCulture, $"The budget resets at {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.");

    private static string Text(decimal credits) => credits.ToString("0.############################", CultureInfo.InvariantCulture);
}
