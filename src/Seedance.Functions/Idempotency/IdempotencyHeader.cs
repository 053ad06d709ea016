using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Requests;

namespace Seedance.Functions.Idempotency;

/// <summary>The header <c>Idempotency-Key</c> of a request, as storage knows it.</summary>
public sealed record IdempotencyHeader
{
    private IdempotencyHeader(string hash) => Hash = hash;

    /// <summary>SHA-256 of the key in lower-case hexadecimal. A key may be anything, a row key may not.</summary>
    public string Hash { get; }

    /// <summary>Reads the header of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="header">The key, or null when the request has none.</param>
    /// <returns>False when there is a key that is not well formed, or more than one.</returns>
    public static bool TryRead(HttpRequestData request, out IdempotencyHeader? header)
    {
        header = null;
        if (!request.Headers.TryGetValues(IdempotencyKey.Header, out var values)) return true;
        if (values.ToList() is not [var value] || !IdempotencyKey.TryParse(value, out var key)) return false;
        header = new IdempotencyHeader(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key))));
        return true;
    }
}
