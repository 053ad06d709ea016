using System.Buffers;
using System.Buffers.Binary;

namespace Seedance.Functions.Activities;

/// <summary>Tells what a download is, by its bytes and by the name of its link.</summary>
internal static class VideoContent
{
    // ISO/IEC 23008-12 and the AV1 image format: pictures in the container of an MP4. M4A is sound.
    private static readonly SearchValues<string> OtherBrands = SearchValues.Create(
        ["avif", "avis", "heic", "heix", "mif1", "msf1", "M4A "], StringComparison.Ordinal);

    /// <summary>Whether a file starts with the file type box of an MP4 or a MOV.</summary>
    public static bool IsMp4(ReadOnlySpan<byte> head)
        => head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8)
            && (head.Length < 12 || !OtherBrands.Contains(Encoding.Latin1.GetString(head[8..12])));

    /// <summary>Whether the name of a link's file is that of a video; null when it says nothing.</summary>
    public static bool? NamesVideo(Uri link) => Path.GetExtension(link.AbsolutePath).ToLowerInvariant() switch
    {
        ".mp4" or ".mov" or ".m4v" => true,
        ".png" or ".jpg" or ".jpeg" or ".webp" or ".gif" or ".avif" or ".heic" or ".svg" or ".bmp" => false,
        ".json" or ".txt" or ".html" or ".xml" or ".vtt" or ".srt" or ".mp3" or ".wav" or ".m4a" => false,
        _ => null,
    };

    /// <summary>Whether it is HTML or XML, which some hosts send with status 200 when they mean an error.</summary>
    public static bool IsWebPage(ReadOnlySpan<byte> head, string? mediaType)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        return mediaType is "text/html" or "application/xhtml+xml" || head.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    /// <summary>File extension and media type of a picture that browsers show, or null.</summary>
    public static (string Extension, string MediaType)? PictureType(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n\u001A\n"u8])) return ("png", "image/png");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return ("jpg", "image/jpeg");
        return head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? ("webp", "image/webp") : null;
    }

    /// <summary>
    /// Follows the boxes of an MP4 through its next block (ISO/IEC 14496-12: each box is a size, a type and its content).
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="start">Where in the file the block starts.</param>
    /// <param name="nextBox">What the block before gave; 0 for the first, null where nothing is known.</param>
    /// <returns>Where in the file the next box starts: a file that ends before was cut off. Null where that is not known.</returns>
    public static long? NextBox(ReadOnlySpan<byte> block, long start, long? nextBox)
    {
        while (nextBox < start + block.Length)
        {
            var header = block[(int)(nextBox.Value - start)..];
            // A header that is split between two blocks is not put together: that is rare, and the check is an extra.
            if (header.Length < 8 || header[4..8].ContainsAnyExceptInRange((byte)' ', (byte)'~')) return null;
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size == 1) size = header.Length < 16 ? 0 : BinaryPrimitives.ReadInt64BigEndian(header[8..]);
            // Size 0 is a last box up to the end of the file. Padding after the last box is no box, and players accept it.
            if (size < 8) return null;
            nextBox += size;
        }
        return nextBox;
    }
}
