using System.Buffers.Text;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// The cursors of lists: where a page ended, under an HMAC that covers the client and the filters, so that a cursor goes on with
/// the list that gave it out and with no other.
/// </summary>
public sealed class ListCursors(IOptions<SeedanceOptions> options)
{
    private const string Purpose = "seedance-list-cursor-v1";

    private readonly byte[]? _key = SecretOf(options.Value) is { } secret
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, HMACSHA256.HashSizeInBytes, info: Encoding.UTF8.GetBytes(Purpose))
        : null;

    /// <summary>True when there is a secret to sign with; without one, lists end with their first page.</summary>
    public bool AreAvailable => _key is not null;

    /// <summary>The cursor that goes on where a page of the query ended.</summary>
    /// <exception cref="InvalidOperationException">There is no secret to sign with.</exception>
    public string Create(string client, TaskQuery query, string end)
        => Base64Url.EncodeToString([.. Encoding.ASCII.GetBytes(end), .. Sign(client, query, end)]);

    /// <summary>Where the page ended that a cursor came with, or null when it was not given out for this query.</summary>
    public string? Read(string client, TaskQuery query, string cursor)
    {
        if (_key is null || !IsCanonical(cursor)) return null;
        if (Base64Url.DecodeFromChars(cursor) is not { Length: > HMACSHA256.HashSizeInBytes } bytes) return null;
        var end = Encoding.ASCII.GetString(bytes.AsSpan(..^HMACSHA256.HashSizeInBytes));
        return CryptographicOperations.FixedTimeEquals(Sign(client, query, end), bytes.AsSpan(^HMACSHA256.HashSizeInBytes..)) ? end : null;
    }

    private byte[] Sign(string client, TaskQuery query, string end)
    {
        var key = _key ?? throw new InvalidOperationException("No secret is configured that could sign a cursor.");
        // None of the parts can hold a line break: names and states are checked, the rest is digits and letters.
        var signed = string.Join('\n', client, query.State?.Word(), query.Model, Text(query.CreatedAfter), Text(query.CreatedBefore), end);
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed));
    }

    private static bool IsCanonical(string cursor)
        => Base64Url.IsValid(cursor) && cursor.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    // Any secret will do that every instance of the app shares; the key is derived for this one purpose.
    private static byte[]? SecretOf(SeedanceOptions options)
        => options.LinkKey is { Length: > 0 } link ? Convert.FromBase64String(link)
            : options.WebhookKey is { Length: > 0 } webhook ? Convert.FromBase64String(webhook)
            : options.Providers.OrderBy(provider => provider.Key, StringComparer.Ordinal)
                .Select(provider => provider.Value.ApiKey).FirstOrDefault(key => key is { Length: > 0 }) is { } apiKey
                ? Encoding.UTF8.GetBytes(apiKey)
                : null;
}
