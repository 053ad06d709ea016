using System.Text.Unicode;

namespace Seedance.Functions.Uploads;

/// <summary>Parses JSON that somebody uploaded.</summary>
internal static class UploadedJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The document, or what is wrong with it, to be put behind the file's name.</summary>
    public static (JsonDocument? Document, string? Wrong) Parse(ReadOnlyMemory<byte> bytes)
    {
        // Editors on Windows begin files with it.
        if (bytes.Span.StartsWith(ByteOrderMark)) bytes = bytes[ByteOrderMark.Length..];
        if (!Utf8.IsValid(bytes.Span)) return (null, "is not UTF-8");
        try
        {
            var document = JsonDocument.Parse(bytes);
            if (IsUnicode(document.RootElement)) return (document, null);
            document.Dispose();
            return (null, "contains text that is not valid Unicode");
        }
        catch (JsonException invalid)
        {
            return (null, $"is not valid JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1})");
        }
    }

    // An escape may name half a character. JsonElement finds that out when the text is asked for, and throws.
    private static bool IsUnicode(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(member => member.Name.Length >= 0 && IsUnicode(member.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsUnicode),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
