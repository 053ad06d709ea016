using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

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
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            // Stored fingerprints outlive releases: a new member is written only where it differs from its default.
            json.WriteStartArray();
            json.WriteStringValue(request.Provider);
            json.WriteStringValue(request.Model);
            json.WriteStringValue(request.Prompt);
            WriteUrls(json, request.ImageUrls);
            WriteUrls(json, request.VideoUrls);
            WriteUrls(json, request.AudioUrls);
            json.WriteNumberValue(request.DurationSeconds);
            json.WriteStringValue(request.Resolution);
            json.WriteStringValue(request.AspectRatio);
            json.WriteBooleanValue(request.GenerateAudio);
            json.WriteBooleanValue(request.WebSearch);
            json.WriteBooleanValue(request.FixedLens);
            json.WriteStringValue(request.CallbackUrl);
            if (request.InputVideoSeconds is { } seconds)
                json.WriteNumberValue(WithoutTrailingZeros(seconds));
            json.WriteEndArray();
        }
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void WriteUrls(Utf8JsonWriter json, IReadOnlyList<string> urls)
    {
        json.WriteStartArray();
        foreach (var url in urls) json.WriteStringValue(url);
        json.WriteEndArray();
    }

    // Dividing by one with 28 decimals drops the zeros: 5.0 becomes 5.
    private static decimal WithoutTrailingZeros(decimal value) => value / 1.0000000000000000000000000000m;
}
