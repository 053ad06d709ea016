using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Functions.Api;

/// <summary>
/// Answers reads with an <c>ETag</c>, and with 304 and no body where <c>If-None-Match</c> names it. The tag is a hash of the body,
/// so that whatever changes what the caller sees changes the tag.
/// </summary>
internal static class ConditionalAnswer
{
    private const int TagBytes = 16;

    public static Task<HttpResponseData> WriteAsync<T>(
        HttpRequestData request, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => WriteAsync(request, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);

    public static async Task<HttpResponseData> WriteAsync(HttpRequestData request, byte[] body, CancellationToken cancellationToken)
    {
        var tag = TagOf(body);
        var response = IsKnown(request, tag)
            ? request.CreateResponse(HttpStatusCode.NotModified)
            : await JsonAnswer.WriteAsync(request, HttpStatusCode.OK, body, cancellationToken);
        response.Headers.Add("ETag", tag);
        // A cache may keep it for its own client, and must ask again each time.
        response.Headers.Add("Cache-Control", "private, no-cache");
        return response;
    }

    private static string TagOf(byte[] body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"\"{Base64Url.EncodeToString(hash[..TagBytes])}\"";
    }

    // RFC 9110, 13.1.2: a list of tags or *; weak comparison, so W/ makes no difference.
    private static bool IsKnown(HttpRequestData request, string tag)
        => request.Headers.TryGetValues("If-None-Match", out var values)
            && values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))
                .Any(known => known == "*" || (known.StartsWith("W/", StringComparison.Ordinal) ? known[2..] : known) == tag);
}
