namespace Seedance.Requests;

/// <summary>Warnings about a valid prompt. The prompt itself is never changed.</summary>
internal static partial class PromptWarnings
{
    // EvoLink, parameter guide: "recommended" up to 500 Chinese characters or 1,000 English words.
    private const int RecommendedIdeographs = 500;
    private const int RecommendedWords = 1_000;

    public static IReadOnlyList<string> Of(VideoRequest request)
        => [.. Lengths(request),
            .. Tag().Matches(request.Prompt).Select(match => Missing(match.Value, request)).OfType<string>().Distinct()];

    private static IEnumerable<string> Lengths(VideoRequest request)
    {
        if (request.Provider != ProviderNames.EvoLink) yield break;
        var ideographs = request.Prompt.EnumerateRunes().Count(rune
            => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF));
        if (ideographs > RecommendedIdeographs)
            yield return $"The prompt has more than the recommended {RecommendedIdeographs} Chinese characters.";
        if (request.Prompt.Length > RecommendedWords
            && request.Prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > RecommendedWords)
        {
            yield return $"The prompt has more than the recommended {RecommendedWords} words.";
        }
    }

    /// <summary>A warning about a tag that refers to a file that was not supplied, or null.</summary>
    private static string? Missing(string tag, VideoRequest request)
    {
        var (files, supplied) = char.ToLowerInvariant(tag[1]) switch
        {
            'i' => ("image", request.ImageUrls.Count),
            'v' => ("video", request.VideoUrls.Count),
            _ => ("audio", request.AudioUrls.Count),
        };
        var number = int.Parse(tag.AsSpan(6), CultureInfo.InvariantCulture);
        return number == 0 || number > supplied
            ? $"The prompt refers to {tag}; the number of {files} files supplied is {supplied}."
            : null;
    }

    [GeneratedRegex("@(?:image|video|audio)[0-9]{1,4}(?![0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
