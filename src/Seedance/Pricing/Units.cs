namespace Seedance.Pricing;

/// <summary>An amount in EvoLink's smallest unit, the UC: 10,000 of them are a credit.</summary>
internal readonly record struct Units(decimal Count)
{
    private const decimal PerCredit = 10_000;

    public decimal Credits => Count / PerCredit;

    public static Units OfCredits(decimal credits) => new(credits * PerCredit);

    public static Units operator +(Units left, Units right) => new(left.Count + right.Count);

    public static Units operator *(Units left, decimal factor) => new(left.Count * factor);

    public static Units Larger(Units left, Units right) => left.Count >= right.Count ? left : right;

    /// <summary>Half-up to whole units: there is nothing less to charge.</summary>
    public Units Rounded() => new(Math.Round(Count, MidpointRounding.AwayFromZero));
}
