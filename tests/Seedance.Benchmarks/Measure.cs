using System.Globalization;

namespace Seedance.Benchmarks;

/// <param name="Most">The goal: more is a miss. Null for what is measured without one.</param>
internal sealed record Measure(string Name, double Value, string Unit, double? Most = null)
{
    public bool IsMet => !(Value > Most);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-44} {Value,10:0.##} {Unit,-5} {(Most is { } most ? $"{(IsMet ? "met" : "MISSED")}, goal {most:0.##} {Unit}" : "")}").TrimEnd();
}
