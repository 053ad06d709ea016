namespace Seedance.Functions.Contracts;

/// <summary>
/// The request as it was understood, in seedanceapi.org's names and types. Where the caller wants to be told is left out: such
/// addresses may hold secrets.
/// </summary>
public sealed record RequestEcho
{
    /// <summary>The prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Such as <c>16:9</c>.</summary>
    public required string AspectRatio { get; init; }

    /// <summary>Such as <c>720p</c>.</summary>
    public required string Resolution { get; init; }

    /// <summary>Seconds, as text: the vendor's type.</summary>
    public required string Duration { get; init; }

    /// <summary>Whether the video gets sound.</summary>
    public required bool GenerateAudio { get; init; }

    /// <summary>Whether the camera stays still.</summary>
    public required bool FixedLens { get; init; }

    /// <summary>The pictures, where there are any.</summary>
    public IReadOnlyList<string>? ImageUrls { get; init; }

    /// <summary>The reference videos of a task that came in at the other front door.</summary>
    public IReadOnlyList<string>? VideoUrls { get; init; }

    /// <summary>The reference sounds of a task that came in at the other front door.</summary>
    public IReadOnlyList<string>? AudioUrls { get; init; }

    internal static RequestEcho Of(VideoRequest request) => new()
    {
        Prompt = request.Prompt,
        AspectRatio = request.AspectRatio,
        Resolution = request.Resolution,
        Duration = request.DurationSeconds.ToString(CultureInfo.InvariantCulture),
        GenerateAudio = request.GenerateAudio,
        FixedLens = request.FixedLens,
        ImageUrls = NoneIsNull(request.ImageUrls),
        VideoUrls = NoneIsNull(request.VideoUrls),
        AudioUrls = NoneIsNull(request.AudioUrls),
    };

    private static IReadOnlyList<string>? NoneIsNull(IReadOnlyList<string> urls) => urls.Count == 0 ? null : urls;
}
