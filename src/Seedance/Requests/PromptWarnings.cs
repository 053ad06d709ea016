namespace Seedance.Requests;

/// <summary>Warnings about a valid prompt. The prompt itself is never changed.</summary>
internal static partial class PromptWarnings
{
    // EvoLink, parameter guide: "recommended" up to 500 Chinese characters or 1,000 English words.
    private const int RecommendedIdeographs = 500;
    private const int RecommendedWords = 1_000;

    public static IReadOnlyList<string> Of(VideoRequest request)
    {
        var warnings = new List<string>();
        if (request.Provider == ProviderNames.EvoLink)
        {
            if (Ideographs(request.Prompt) > RecommendedIdeographs)
                warnings.Add($"The prompt has more than the recommended {RecommendedIdeographs} Chinese characters.");
            if (request.Prompt.Length > RecommendedWords && Words(request.Prompt) > RecommendedWords)
                warnings.Add($"The prompt has more than the recommended {RecommendedWords} words.");
        }
        foreach (var match in Tag().EnumerateMatches(request.Prompt))
        {
            var tag = request.Prompt.AsSpan(match.Index, match.Length);
            var (files, supplied) = char.ToLowerInvariant(tag[1]) switch
            {
                'i' => ("image", request.ImageUrls.Count),
                'v' => ("video", request.VideoUrls.Count),
                _ => ("audio", request.AudioUrls.Count),
            };
            var number = int.Parse(tag[6..], CultureInfo.InvariantCulture);
            var warning = $"The prompt refers to {tag}; the number of {files} files supplied is {supplied}.";
            if ((number == 0 || number > supplied) && !warnings.Contains(warning)) warnings.Add(warning);
        }
        return warnings;
    }

    private static int Ideographs(string prompt)
        => prompt.EnumerateRunes().Count(rune
            => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF));

    private static int Words(string prompt) => prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex("@(?:image|video|audio)[0-9]{1,4}(?![0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
