using System.Globalization;
using Seedance.Requests;

namespace Seedance.SeedanceApiDoor;

/// <summary>
/// The request as <c>GET /v1/status</c> repeats it, in the door's own names and types, defaults included. Without the callback
/// URL, which may hold a secret.
/// </summary>
public sealed record SeedanceApiRequest
{
    /// <summary>The prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Such as 16:9.</summary>
    public required string AspectRatio { get; init; }

    /// <summary>Such as 720p.</summary>
    public required string Resolution { get; init; }

    /// <summary>Seconds, as a string.</summary>
    public required string Duration { get; init; }

    /// <summary>Whether the video gets sound.</summary>
    public required bool GenerateAudio { get; init; }

    /// <summary>Whether the camera stays still.</summary>
    public required bool FixedLens { get; init; }

    /// <summary>The picture; null where there is none.</summary>
    public IReadOnlyList<string>? ImageUrls { get; init; }

    /// <summary>Repeats a request.</summary>
    public static SeedanceApiRequest Of(VideoRequest request) => new()
    {
        Prompt = request.Prompt,
        AspectRatio = request.AspectRatio,
        Resolution = request.Resolution,
        Duration = request.DurationSeconds.ToString(CultureInfo.InvariantCulture),
        GenerateAudio = request.GenerateAudio,
        FixedLens = request.FixedLens,
        ImageUrls = request.ImageUrls.Count > 0 ? request.ImageUrls : null,
    };
}
