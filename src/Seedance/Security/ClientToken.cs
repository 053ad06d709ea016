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
        => ClientToken.Create(key, Purpose, client, provider, taskId);

    /// <summary>The client the token was made for, or null when it was not made with one of the keys for this task.</summary>
    /// <param name="keys">The current key and, while keys are changed, the previous one.</param>
    public static string? Verify(string token, string provider, string taskId, params ReadOnlySpan<byte[]> keys)
        => ClientToken.Verify(token, Purpose, keys, provider, taskId);
}

/// <summary>The <c>sig</c> parameter of a result link: it opens one video without a key, never expires, and names the client.</summary>
public static class LinkSignature
{
    private const string Purpose = "seedance-link-v1";

    /// <param name="key">The HMAC key, at least 32 bytes.</param>
    public static string Create(byte[] key, string client, string taskId) => ClientToken.Create(key, Purpose, client, taskId);

    /// <summary>The client the signature was made for, or null when it was not made with one of the keys for this task.</summary>
    public static string? Verify(string signature, string taskId, params ReadOnlySpan<byte[]> keys)
        => ClientToken.Verify(signature, Purpose, keys, taskId);
}

/// <summary>The signature of a list's cursor: it continues one client's list under the same filters.</summary>
public static class CursorSignature
{
    private const string Purpose = "seedance-cursor-v1";

    /// <param name="parts">Where the page ended, and the filters of the list.</param>
    public static string Create(byte[] key, string client, params ReadOnlySpan<string> parts)
        => ClientToken.Create(key, Purpose, client, parts);

    /// <summary>The client the signature was made for, or null when it was not made with the key for these parts.</summary>
    public static string? Verify(string signature, byte[] key, params ReadOnlySpan<string> parts)
        => ClientToken.Verify(signature, Purpose, [key], parts);
}

/// <summary>
/// A token that carries a client's name and proves that this service issued it:
/// <c>base64url(client) "." base64url(HMAC-SHA256(key, purpose, subjects, client))</c>.
/// </summary>
internal static class ClientToken
{
    private const int MaxTokenLength = 512;

    public static string Create(ReadOnlySpan<byte> key, string purpose, string client, params ReadOnlySpan<string> subjects)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(key, purpose, client, subjects, mac);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(client)) + "." + Base64Url.EncodeToString(mac);
    }

    public static string? Verify(string token, string purpose, ReadOnlySpan<byte[]> keys, params ReadOnlySpan<string> subjects)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaxTokenLength || dot <= 0) return null;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes + 1];
        if (!TryDecode(token.AsSpan(dot + 1), given, out var length) || length != HMACSHA256.HashSizeInBytes) return null;
        Span<byte> name = stackalloc byte[MaxTokenLength];
        if (!TryDecode(token.AsSpan(0, dot), name, out var nameLength)) return null;
        var client = Encoding.UTF8.GetString(name[..nameLength]);
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var verified = false;
        foreach (var key in keys)
        {
            Sign(key, purpose, client, subjects, expected);
            verified |= CryptographicOperations.FixedTimeEquals(expected, given[..length]);
        }
        return verified ? client : null;
    }

    // The decoder skips white space and takes padding; a token has neither.
    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        if (!Base64Url.IsValid(text, out var length) || length > bytes.Length) return false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_')) return false;
        }
        return Base64Url.TryDecodeFromChars(text, bytes, out written);
    }

    // Every part is preceded by its length, so that no two lists of parts give the same bytes.
    private static void Sign(ReadOnlySpan<byte> key, string purpose, string client, ReadOnlySpan<string> subjects, Span<byte> mac)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Append(hmac, purpose);
        foreach (var subject in subjects) Append(hmac, subject);
        Append(hmac, client);
        hmac.GetHashAndReset(mac);
    }

    private static void Append(IncrementalHash hmac, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hmac.AppendData(length);
        hmac.AppendData(bytes);
    }
}
