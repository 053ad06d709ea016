namespace Seedance.Functions.Storage;

/// <summary>An idempotency key as storage knows it: a header's, or one that is made of what a request is about.</summary>
public sealed record HashedKey
{
    // No header can hold a line break, so no caller can name a key of this kind.
    private const char Separator = '\n';

    private HashedKey(string hash) => Hash = hash;

    /// <summary>SHA-256 of the key in lower-case hexadecimal. A key may be anything, a row key may not.</summary>
    public string Hash { get; }

    /// <summary>
    /// What the key stands for whatever the request has become since, where the key says it by itself; null where the first
    /// request decides.
    /// </summary>
    public string? Fingerprint { get; private init; }

    /// <summary>Whether the key follows from what it stands for: such keys are kept longer than those that callers make up.</summary>
    public bool IsLasting => Fingerprint is not null;

    /// <summary>Reads the header <c>Idempotency-Key</c> of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key, or null when the request has none.</param>
    /// <returns>False when there is a key that is not well formed, or more than one.</returns>
    public static bool TryRead(HttpRequest request, out HashedKey? key)
    {
        key = null;
        var values = request.Headers[IdempotencyKey.Header];
        if (values.Count == 0) return true;
        if (values is not [{ } value] || !IdempotencyKey.TryParse(value, out var text)) return false;
        key = new HashedKey(Hashed(text));
        return true;
    }

    /// <summary>The key of something that is identified by its parts, none of which holds a line break.</summary>
    public static HashedKey Of(params ReadOnlySpan<string> parts)
    {
        var hash = Hashed(Separator + string.Join(Separator, parts));
        return new HashedKey(hash) { Fingerprint = hash };
    }

    private static string Hashed(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
