namespace Seedance.Requests;

/// <summary>
/// The value of the header <c>Idempotency-Key</c>: 1 to 128 printable ASCII characters, bare or as the quoted string that the
/// IETF draft asks for. Both spellings are the same key.
/// </summary>
public static partial class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>How some clients spell it: the same.</summary>
    public const string OtherHeader = "X-Idempotency-Key";

    private const int MaxLength = 128;

    /// <summary>Why a value is refused.</summary>
    public static RequestViolation Violation { get; } = new(
        Header, ViolationCodes.IdempotencyKeyInvalid, $"{Header} must be 1 to {MaxLength} printable ASCII characters.");

    /// <summary>Reads the header's value. False when it is no key; the request is then refused.</summary>
    /// <param name="value">As received.</param>
    /// <param name="key">The key without quotes.</param>
    public static bool TryParse(string value, [NotNullWhen(true)] out string? key)
    {
        key = value.Trim(' ', '\t');
        if (key.StartsWith('"')) key = Quoted().IsMatch(key) ? Escaped().Replace(key[1..^1], "$1") : "";
        if (key.Length is >= 1 and <= MaxLength && key.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return true;
        key = null;
        return false;
    }

    // RFC 8941, strings: only the quote and the backslash are escaped, and the closing quote is the end.
    [GeneratedRegex("""\A"(?:[^"\\]|\\["\\])*"\z""")]
    private static partial Regex Quoted();

    [GeneratedRegex("""\\(["\\])""")]
    private static partial Regex Escaped();
}
