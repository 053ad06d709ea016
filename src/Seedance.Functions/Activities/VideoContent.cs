using System.Buffers.Binary;

namespace Seedance.Functions.Activities;

/// <summary>Tells by its bytes what a download is.</summary>
internal static class VideoContent
{
    /// <summary>Whether a file starts with an MP4's file type box.</summary>
    public static bool IsMp4(ReadOnlySpan<byte> head) => head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8);

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
