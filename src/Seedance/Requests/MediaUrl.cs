namespace Seedance.Requests;

/// <summary>The rules for URLs of files that a provider fetches. This service never connects to them.</summary>
internal static class MediaUrl
{
    private const int MaxLength = 2048;
    private const int MaxExtension = 5;

    /// <summary>What is wrong with a URL as a message, or null.</summary>
    public static string? Refuse(string text, out Uri? uri)
    {
        uri = null;
        // In bytes, since that is what storing and sending it costs.
        if (Encoding.UTF8.GetByteCount(text) is var length && length > MaxLength)
            return $"A URL may have {MaxLength} bytes in UTF-8; this one has {length}.";
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return "Inline data is not supported: give a URL that the provider can fetch.";
        if (text.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || text.Contains('\\', StringComparison.Ordinal))
            return "A URL may not contain spaces, control characters or backslashes.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            return "A file must be given as an absolute http or https URL.";
        if (uri.Host.Length == 0) return "The URL names no host.";
        return uri.UserInfo.Length > 0 || CallbackUrl.HasUserInfo(text) ? "A URL may not carry a user name or password." : null;
    }

    /// <summary>The extension of the last path segment without its dot when it is none of the formats, or null.</summary>
    public static string? ForeignExtension(Uri uri, FrozenSet<string> formats)
    {
        var file = uri.AbsolutePath[(uri.AbsolutePath.LastIndexOf('/') + 1)..];
        var dot = file.LastIndexOf('.');
        if (dot <= 0) return null;
        var extension = file[(dot + 1)..];
        var isExtension = extension.Length is > 0 and <= MaxExtension
            && extension.All(char.IsAsciiLetterOrDigit) && extension.Any(char.IsAsciiLetter);
        return isExtension && !formats.Contains(extension) ? extension : null;
    }
}
