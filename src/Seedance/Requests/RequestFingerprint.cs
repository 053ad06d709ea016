namespace Seedance.Requests;

/// <summary>
/// Whether two requests ask for the same: SHA-256 over everything in the request, defaults resolved. The order of members, white
/// space, escapes, and giving a default or leaving it out make no difference.
/// </summary>
public static class RequestFingerprint
{
    /// <summary>The fingerprint, 64 lower-case hex digits.</summary>
    public static string Of(VideoRequest request)
    {
        object?[] parts =
        [
            request.Provider, request.Model, request.Prompt, request.ImageUrls, request.VideoUrls, request.AudioUrls,
            request.DurationSeconds, request.Resolution, request.AspectRatio, request.GenerateAudio, request.WebSearch,
            request.FixedLens, request.CallbackUrl,
        ];
        // Stored fingerprints outlive releases: a new member is added only where it differs from its default. Dividing by one with 28
        // decimals drops the zeros: 5.0 becomes 5.
        if (request.InputVideoSeconds is { } seconds) parts = [.. parts, seconds / 1.0000000000000000000000000000m];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }
}
