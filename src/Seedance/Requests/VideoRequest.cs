namespace Seedance.Requests;

/// <summary>A valid request in neutral words, every default resolved, so that a provider's changed default changes nothing.</summary>
public sealed record VideoRequest
{
    /// <summary>The duration that lets the model choose the length itself, where a setting allows it.</summary>
    public const int SmartDuration = -1;

    /// <summary>One of <see cref="ProviderNames"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The concrete model id, never the alias <c>seedance-2.0</c>.</summary>
    public required string Model { get; init; }
    public required string Prompt { get; init; }

    /// <summary>First frame, first and last frame, or reference pictures, by the model.</summary>
    public IReadOnlyList<string> ImageUrls { get; init; } = [];
    public IReadOnlyList<string> VideoUrls { get; init; } = [];

    /// <summary>
    /// Length of all reference videos together in seconds, where the caller gave it. Never sent to a provider: it makes an
    /// estimate exact, since EvoLink bills these seconds too.
    /// </summary>
    public decimal? InputVideoSeconds { get; init; }
    public IReadOnlyList<string> AudioUrls { get; init; } = [];

    /// <summary>Length of the video in whole seconds, or <see cref="SmartDuration"/>.</summary>
    public required int DurationSeconds { get; init; }
    public required string Resolution { get; init; }

    /// <summary>Such as 16:9, or adaptive.</summary>
    public required string AspectRatio { get; init; }
    public required bool GenerateAudio { get; init; }

    /// <summary>EvoLink, text to video: the model may search the web; each search is billed.</summary>
    public bool WebSearch { get; init; }

    /// <summary>seedanceapi.org: the camera stays still.</summary>
    public bool FixedLens { get; init; }

    /// <summary>The caller's own URL. Never sent to a provider.</summary>
    public string? CallbackUrl { get; init; }
}
