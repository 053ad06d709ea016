namespace Seedance.Security;

/// <summary>Signs callbacks by Standard Webhooks 1.0.0: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class StandardWebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const int MinSecretBytes = 24;
    private const int MaxSecretBytes = 64;

    /// <summary>The value of the <c>webhook-signature</c> header, <c>v1,...</c>.</summary>
    /// <param name="whsecSecret"><c>whsec_</c> and base64 of 24 to 64 bytes.</param>
    /// <param name="id">The <c>webhook-id</c>: the same for all attempts at one event. No dots.</param>
    /// <param name="timestamp">The time of this attempt; <c>webhook-timestamp</c> is its Unix time in seconds.</param>
    /// <exception cref="ArgumentException">The secret or the id is not well formed. The message does not contain the secret.</exception>
    public static string Sign(string whsecSecret, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        if (!TryReadSecret(whsecSecret, out var key))
            throw new ArgumentException("The secret is not whsec_ and base64 of 24 to 64 bytes.", nameof(whsecSecret));
        if (id.Length == 0 || id.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A webhook id is not empty and contains no dot.", nameof(id));
        var seconds = timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{seconds}."));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>
    /// The value of the <c>webhook-signature</c> header under several secrets, separated by spaces: a receiver accepts the message when
    /// one signature is right, so it may change its secret at any time while both are in use.
    /// </summary>
    /// <param name="whsecSecrets">The secrets, the current one first.</param>
    /// <exception cref="ArgumentException">There is no secret, or one or the id is not well formed.</exception>
    public static string SignWithEach(IReadOnlyList<string> whsecSecrets, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        if (whsecSecrets.Count == 0) throw new ArgumentException("There is no secret to sign with.", nameof(whsecSecrets));
        var signatures = new string[whsecSecrets.Count];
        for (var i = 0; i < signatures.Length; i++) signatures[i] = Sign(whsecSecrets[i], id, timestamp, body);
        return string.Join(' ', signatures);
    }

    /// <summary>Whether a text is <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public static bool IsSecret(string? whsecSecret) => TryReadSecret(whsecSecret, out _);

    private static bool TryReadSecret(string? secret, out byte[] key)
    {
        key = [];
        if (secret is null || !secret.StartsWith(SecretPrefix, StringComparison.Ordinal)) return false;
        var buffer = new byte[MaxSecretBytes];
        if (!Convert.TryFromBase64Chars(secret.AsSpan(SecretPrefix.Length), buffer, out var length) || length < MinSecretBytes)
            return false;
        key = buffer[..length];
        return true;
    }
}
