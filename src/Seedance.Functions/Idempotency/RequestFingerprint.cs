using System.Security.Cryptography;
using System.Text.Json;
using Seedance.Requests;

namespace Seedance.Functions.Idempotency;

/// <summary>
/// Tells whether two requests want the same. Taken of what was understood, not of the bytes: the order of members, white space
/// and a default that is spelt out make no difference, nor does the front door.
/// </summary>
public static class RequestFingerprint
{
    /// <summary>SHA-256 of the normalised request in lower-case hexadecimal.</summary>
    public static string Of(VideoRequest request)
        => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, SeedanceJson.Default.VideoRequest)));
}
