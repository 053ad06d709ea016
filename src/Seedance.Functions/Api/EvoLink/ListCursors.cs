using System.Buffers.Text;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// The cursors of lists: where a page ended, under an HMAC over the client and the filters, so that a cursor continues the list that it
/// comes from and no other.
/// </summary>
public sealed class ListCursors(IOptions<SeedanceOptions> options)
{
    private readonly byte[]? _key = SecretOf(options.Value) is { } secret
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, HMACSHA256.HashSizeInBytes, info: "seedance-list-cursor-v1"u8.ToArray())
        : null;

    /// <summary>False when there is no secret to sign with: lists end with their first page.</summary>
    [MemberNotNullWhen(true, nameof(_key))]
    public bool AreAvailable => _key is not null;

    /// <summary>The cursor for what follows a page of the query.</summary>
    /// <exception cref="InvalidOperationException">There is no secret to sign with.</exception>
    public string Create(string client, TaskQuery query, string end)
        => Base64Url.EncodeToString([.. Encoding.ASCII.GetBytes(end), .. Sign(client, query, end)]);

    /// <summary>Where the cursor's page ended; null when the cursor does not come from this query.</summary>
    public string? Read(string client, TaskQuery query, string cursor)
    {
        // Base64Url.IsValid alone accepts white space and padding: several spellings of one cursor.
        if (!AreAvailable || !Base64Url.IsValid(cursor) || !cursor.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_')) return null;
        if (Base64Url.DecodeFromChars(cursor) is not { Length: > HMACSHA256.HashSizeInBytes } bytes) return null;
        var end = Encoding.ASCII.GetString(bytes.AsSpan(..^HMACSHA256.HashSizeInBytes));
        return CryptographicOperations.FixedTimeEquals(Sign(client, query, end), bytes.AsSpan(^HMACSHA256.HashSizeInBytes..)) ? end : null;
    }

    private byte[] Sign(string client, TaskQuery query, string end)
    {
        if (!AreAvailable) throw new InvalidOperationException("No secret is configured that could sign a cursor.");
        // No part can hold a line break: names and states are checked, the rest is digits and letters.
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{client}\n{query.State?.Word()}\n{query.Model}\n{query.CreatedAfter}\n{query.CreatedBefore}\n{end}");
        return HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
    }

    // Any secret that every instance of the app shares; the key is derived for this one purpose.
    private static byte[]? SecretOf(SeedanceOptions options)
    {
        if ((options.LinkKey is { Length: > 0 } link ? link : options.WebhookKey) is { Length: > 0 } key) return Convert.FromBase64String(key);
        var apiKey = options.Providers.OrderBy(provider => provider.Key, StringComparer.Ordinal)
            .Select(provider => provider.Value.ApiKey).FirstOrDefault(each => each is { Length: > 0 });
        return apiKey is null ? null : Encoding.UTF8.GetBytes(apiKey);
    }
}
