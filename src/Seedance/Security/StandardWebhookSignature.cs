namespace Seedance.Security;

/// <summary>Signs callbacks by Standard Webhooks 1.0.0: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class StandardWebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const int MinSecretBytes = 24;
    private const int MaxSecretBytes = 64;

    /// <summary>
    /// The value of the <c>webhook-signature</c> header: <c>v1,...</c> for each secret, separated by spaces. A receiver accepts the
    /// message when one signature is right, so it may change its secret at any time while two are in use.
    /// </summary>
    /// <param name="secrets">The secrets, the current one first: <c>whsec_</c> and base64 of 24 to 64 bytes.</param>
    /// <param name="id">The <c>webhook-id</c>: the same for all attempts at one event. No dots.</param>
    /// <param name="timestamp">The time of this attempt; <c>webhook-timestamp</c> is its Unix time in seconds.</param>
    /// <exception cref="ArgumentException">
    /// There is no secret, or one or the id is not well formed. The message does not contain the secret.
    /// </exception>
    public static string Sign(IReadOnlyList<string> secrets, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        if (secrets.Count == 0) throw new ArgumentException("There is no secret to sign with.", nameof(secrets));
        if (id.Length == 0 || id.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A webhook id is not empty and contains no dot.", nameof(id));
        byte[] message = [.. Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{timestamp.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', secrets.Select(secret => TryReadSecret(secret, out var key)
            ? "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, message))
            : throw new ArgumentException("A secret is not whsec_ and base64 of 24 to 64 bytes.", nameof(secrets))));
    }

    /// <summary>Whether a text is <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public static bool IsSecret(string? secret) => TryReadSecret(secret, out _);

    private static bool TryReadSecret(string? secret, out byte[] key)
    {
        var buffer = new byte[MaxSecretBytes];
        var read = 0;
        var isSecret = secret is not null && secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(secret.AsSpan(SecretPrefix.Length), buffer, out read) && read >= MinSecretBytes;
        key = isSecret ? buffer[..read] : [];
        return isSecret;
    }
}
