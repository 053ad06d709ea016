namespace Seedance.Functions.Storage;

/// <summary>
/// Text in blob metadata. Metadata travels in HTTP headers, so it is printable ASCII; everything else, and the percent sign
/// itself, is percent-encoded UTF-8.
/// </summary>
internal static class UploadMetadata
{
    /// <summary>Why a picture was refused, as the service notes it on the blob.</summary>
    public const string Error = "seedance_error";

    /// <summary>What is wrong with a value that cannot be read.</summary>
    public const string Rule = "must be printable ASCII, other characters percent-encoded as UTF-8 (a percent sign itself is %25)";

    // Azure Storage: all metadata of a blob together may have 8 KB, and the rest is the caller's.
    private const int MaxCharacters = 1500;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a header can carry the text as it is.</summary>
    public static bool IsPlain(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    /// <summary>Reads a value; false when it is not encoded as it should be.</summary>
    public static bool TryDecode(string value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!IsPlain(value)) return false;
        var bytes = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '%')
            {
                bytes.Add((byte)value[i]);
                continue;
            }
            if (i + 2 >= value.Length || !byte.TryParse(
                value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var encoded))
            {
                return false;
            }
            bytes.Add(encoded);
            i += 2;
        }
        try
        {
            text = Strict.GetString([.. bytes]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Writes a value, cut to what fits.</summary>
    public static string Encode(string text)
    {
        var value = new StringBuilder();
        var utf8 = new byte[4];
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            var before = value.Length;
            if (rune.Value is >= ' ' and <= '~' and not '%') value.Append((char)rune.Value);
            else foreach (var encoded in utf8.AsSpan(0, rune.EncodeToUtf8(utf8))) value.Append(CultureInfo.InvariantCulture, $"%{encoded:X2}");
            if (value.Length <= MaxCharacters) continue;
            value.Length = before;
            break;
        }
        return value.ToString().TrimEnd();
    }
}
