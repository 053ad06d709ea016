using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Requests;

namespace Seedance.Functions.Idempotency;

/// <summary>
/// The value of <c>Idempotency-Key</c>: 1 to 128 printable ASCII characters, bare or as a quoted structured-field string (the
/// IETF draft's form); both forms of one text are the same key.
/// </summary>
public sealed record IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 128;

    private IdempotencyKey(string hash) => Hash = hash;

    /// <summary>Why a request is refused whose key is not well formed.</summary>
    public static RequestViolation Invalid { get; } = new(
        Header, "IDEMPOTENCY_KEY_INVALID", $"{Header} must be 1 to {MaxLength} printable ASCII characters, given once.");

    /// <summary>SHA-256 of the key in lower-case hexadecimal. A key may be anything, a row key may not.</summary>
    public string Hash { get; }

    /// <summary>Reads the header of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key, or null when the request has none.</param>
    /// <returns>False when there is a key that is not well formed.</returns>
    public static bool TryRead(HttpRequestData request, out IdempotencyKey? key)
    {
        key = null;
        if (!request.Headers.TryGetValues(Header, out var values)) return true;
        if (values.ToList() is not [var value] || Unquoted(value.Trim(' ', '\t')) is not { Length: > 0 and <= MaxLength } text) return false;
        key = new IdempotencyKey(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))));
        return true;
    }

    // RFC 9651, strings: printable ASCII between quotes, where a backslash stands before a quote or a backslash and nothing else.
    private static string? Unquoted(string value)
    {
        if (value.Any(character => character is < ' ' or > '~')) return null;
        if (!value.StartsWith('"')) return value;
        if (value.Length < 2 || !value.EndsWith('"')) return null;

        var text = new StringBuilder();
        for (var i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '"') return null;
            if (value[i] == '\\')
            {
                i++;
                if (i == value.Length - 1 || value[i] is not ('"' or '\\')) return null;
            }
            text.Append(value[i]);
        }
        return text.ToString();
    }
}
