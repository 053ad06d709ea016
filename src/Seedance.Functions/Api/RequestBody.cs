using System.Buffers;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Functions.Api;

/// <summary>Reads request bodies up to a size, so that an oversized one is refused before it is held in memory.</summary>
public static class RequestBody
{
    /// <summary>The most a create request may hold: 256 KB. Media comes as URLs, never inside the body.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The body, or null when it is larger than <paramref name="maxBytes"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequestData request, int maxBytes, CancellationToken cancellationToken)
    {
        if (DeclaredLength(request) > maxBytes) return null;

        var body = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(4096), cancellationToken);
            if (read == 0) return body.WrittenMemory;
            body.Advance(read);
            if (body.WrittenCount > maxBytes) return null;
        }
    }

    private static long DeclaredLength(HttpRequestData request)
        => request.Headers.TryGetValues("Content-Length", out var values) && long.TryParse(values.FirstOrDefault(), out var length)
            ? length
            : 0;
}
