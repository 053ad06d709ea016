namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>Few combinations in which every two values of different dimensions meet.</summary>
internal static class Pairwise
{
    private const int Candidates = 40;

    /// <param name="sizes">How many values each dimension has.</param>
    /// <param name="seed">The same seed gives the same combinations.</param>
    public static IReadOnlyList<int[]> Cover(IReadOnlyList<int> sizes, int seed)
    {
        var random = new Random(seed);
        var missing = (
            from first in Enumerable.Range(0, sizes.Count)
            from second in Enumerable.Range(first + 1, sizes.Count - first - 1)
            from a in Enumerable.Range(0, sizes[first])
            from b in Enumerable.Range(0, sizes[second])
            select (first, a, second, b)).ToHashSet();
        var combinations = new List<int[]>();
        while (missing.Count > 0)
        {
            // Built around one that is missing, so that each round covers something.
            var (first, a, second, b) = missing.First();
            var best = Enumerable.Range(0, Candidates).Select(_ =>
            {
                var candidate = sizes.Select(size => random.Next(size)).ToArray();
                (candidate[first], candidate[second]) = (a, b);
                return candidate;
            }).MaxBy(candidate => missing.Count(pair => Holds(candidate, pair)))!;
            missing.RemoveWhere(pair => Holds(best, pair));
            combinations.Add(best);
        }
        return combinations;
    }

    private static bool Holds(int[] combination, (int First, int A, int Second, int B) pair)
        => combination[pair.First] == pair.A && combination[pair.Second] == pair.B;
}
