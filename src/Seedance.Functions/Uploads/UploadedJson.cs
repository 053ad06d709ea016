using System.Text.Json;
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
            return (JsonDocument.Parse(bytes), null);
        }
        catch (JsonException invalid)
        {
            return (null, $"is not valid JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1})");
        }
    }
}
