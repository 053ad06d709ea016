using System.Buffers.Binary;
using System.Buffers.Text;

namespace Seedance.Security;

/// <summary>
/// The token in the URL that a provider is told to report a task to. Providers do not sign; the token proves that this service asked
/// for the report, and names the client whose task it is.
/// </summary>
public static class WebhookToken
{
    private const string Purpose = "seedance-webhook-v1";

    /// <param name="key">The HMAC key, at least 32 bytes.</param>
    public static string Create(byte[] key, string provider, string client, string taskId)
        => ClientToken.Create(key, client, Purpose, provider, taskId);

    /// <summary>The client the token was made for, or null when it was not made with one of the keys for this task.</summary>
    /// <param name="keys">The current key and, while keys are changed, the previous one.</param>
    public static string? Verify(string token, string provider, string taskId, params ReadOnlySpan<byte[]> keys)
        => ClientToken.Verify(token, keys, Purpose, provider, taskId);
}

/// <summary>The <c>sig</c> parameter of a result link: it opens one video without a key, never expires, and names the client.</summary>
public static class LinkSignature
{
    private const string Purpose = "seedance-link-v1";

    /// <param name="key">The HMAC key, at least 32 bytes.</param>
    public static string Create(byte[] key, string client, string taskId) => ClientToken.Create(key, client, Purpose, taskId);

    /// <summary>The client the signature was made for, or null when it was not made with one of the keys for this task.</summary>
    public static string? Verify(string signature, string taskId, params ReadOnlySpan<byte[]> keys)
        => ClientToken.Verify(signature, keys, Purpose, taskId);
}

/// <summary>
/// A token that carries a client's name and proves that this service issued it:
/// <c>base64url(client) "." base64url(HMAC-SHA256(key, purpose, subjects, client))</c>.
/// </summary>
internal static class ClientToken
{
    private const int MaxTokenLength = 512;

    public static string Create(byte[] key, string client, params ReadOnlySpan<string> subjects)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var subject in subjects) Append(hmac, subject);
        Append(hmac, client);
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(client))}.{Base64Url.EncodeToString(hmac.GetHashAndReset())}";
    }

    /// <summary>The client, when one of the keys gives exactly this token.</summary>
    public static string? Verify(string token, ReadOnlySpan<byte[]> keys, params ReadOnlySpan<string> subjects)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaxTokenLength || dot <= 0 || !Base64Url.IsValid(token.AsSpan(0, dot))) return null;
        var client = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot)));
        var (given, verified) = (Encoding.UTF8.GetBytes(token), false);
        foreach (var key in keys)
            verified |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Create(key, client, subjects)), given);
        return verified ? client : null;
    }

    // Every part is preceded by its length, so that no two lists of parts give the same bytes.
    private static void Append(IncrementalHash hmac, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hmac.AppendData(length);
        hmac.AppendData(bytes);
    }
}
