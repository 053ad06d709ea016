using System.Globalization;

namespace Seedance.Benchmarks;

internal sealed record Measure(string Name, double Value, string Unit, double? Most = null, double? Least = null)
{
    // What is measured without a goal is never missed.
    public bool IsMet => !(Value > Most || Value < Least);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-44} {Value,10:0.##} {Unit,-5} {((Most ?? Least) is { } goal ? $"{(IsMet ? "met" : "MISSED")}, goal {goal:0.##} {Unit}" : "")}").TrimEnd();
}
