namespace Seedance.Requests;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
public static class NearestName
{
    private const int LongestName = 48;

    /// <summary>The known name within a third of its length in edits, or null.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestName)
            return null;
        string? nearest = null;
        var shortest = int.MaxValue;
        foreach (var candidate in known)
        {
            // The difference in length is the least that the distance can be.
            var allowed = Math.Min(Math.Max(1, candidate.Length / 3), shortest - 1);
            if (Math.Abs(name.Length - candidate.Length) > allowed)
                continue;
            var distance = Distance(name, candidate);
            if (distance <= allowed)
                (nearest, shortest) = (candidate, distance);
        }
        return nearest;
    }

    /// <summary>Levenshtein distance, ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        Span<int> row = stackalloc int[LongestName + 1];
        for (var j = 0; j <= left.Length; j++)
            row[j] = j;
        for (var i = 1; i <= right.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= left.Length; j++)
            {
                var change = char.ToLowerInvariant(right[i - 1]) == char.ToLowerInvariant(left[j - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                (diagonal, row[j]) = (row[j], best);
            }
        }
        return row[left.Length];
    }
}
