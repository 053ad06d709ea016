namespace Seedance.Benchmarks;

internal static class Samples
{
    public static double At(this IReadOnlyList<double> samples, double fraction)
    {
        var sorted = samples.Order().ToList();
        return sorted[(int)Math.Round((sorted.Count - 1) * fraction)];
    }

    public static double Median(this IReadOnlyList<double> samples) => samples.At(0.5);
}
