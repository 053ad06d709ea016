namespace Seedance.Requests;

/// <summary>
/// The value of the header <c>Idempotency-Key</c>: 1 to 128 printable ASCII characters, bare or as the quoted string that the
/// IETF draft asks for. Both spellings are the same key.
/// </summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 128;

    /// <summary>Reads the header's value. False when it is no key; the request is then refused.</summary>
    /// <param name="value">As received.</param>
    /// <param name="key">The key without quotes.</param>
    public static bool TryParse(string value, [NotNullWhen(true)] out string? key)
    {
        var text = value.AsSpan().Trim(" \t");
        key = text is ['"', .. var quoted] ? Unquote(quoted) : text.ToString();
        if (key is { Length: >= 1 and <= MaxLength } && key.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return true;
        key = null;
        return false;
    }

    /// <summary>Why a value is refused.</summary>
    public static RequestViolation Violation { get; } = new(
        Header, ViolationCodes.IdempotencyKeyInvalid, $"{Header} must be 1 to {MaxLength} printable ASCII characters.");

    // RFC 8941, strings: only the quote and the backslash are escaped, and the closing quote is the end.
    private static string? Unquote(ReadOnlySpan<char> text)
    {
        var key = new StringBuilder(Math.Min(text.Length, MaxLength));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') return i == text.Length - 1 ? key.ToString() : null;
            if (text[i] == '\\' && (++i == text.Length || text[i] is not ('"' or '\\'))) return null;
            key.Append(text[i]);
        }
        return null;
    }
}
