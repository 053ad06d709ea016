using System.Buffers.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace Seedance.Functions.Api;

/// <summary>
/// JSON with an <c>ETag</c>: 304 and no body where <c>If-None-Match</c> names it. The tag is a hash of the body, so that whatever
/// changes what the caller sees changes the tag.
/// </summary>
internal static class ConditionalJson
{
    private const int TagBytes = 16;

    public static IResult Of<T>(HttpRequest request, T value, JsonTypeInfo<T> type)
        => Of(request, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static IResult Of(HttpRequest request, byte[] json)
    {
        // A cache may keep it for its own client, and must ask again each time.
        request.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        var tag = Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(..TagBytes));
        return Results.Bytes(json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }
}
