using System.Globalization;

namespace Seedance.Benchmarks;

internal sealed record Measure(string Name, double Value, string Unit, double? Most = null)
{
    // What is measured without a goal is never missed.
    public bool IsMet => !(Value > Most);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-44} {Value,10:0.##} {Unit,-5} {(Most is { } most ? $"{(IsMet ? "met" : "MISSED")}, goal {most:0.##} {Unit}" : "")}").TrimEnd();
}
