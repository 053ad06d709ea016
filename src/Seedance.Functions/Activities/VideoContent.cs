using System.Buffers.Binary;

namespace Seedance.Functions.Activities;

/// <summary>Tells by its first bytes what a download is.</summary>
internal static class VideoContent
{
    /// <summary>Whether the bytes start with an MP4's file type box.</summary>
    public static bool IsMp4(ReadOnlySpan<byte> head) => head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8);

    /// <summary>Whether it is a page of HTML or XML, which some hosts send with status 200 when they mean an error.</summary>
    public static bool IsWebPage(string? mediaType, ReadOnlySpan<byte> head)
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
}

/// <summary>Follows the boxes of an MP4, which is read part by part (ISO/IEC 14496-12: each box is a size, a type and its content).</summary>
internal sealed class Mp4Boxes
{
    private const int SmallHeader = 8;
    private const int LargeHeader = 16;

    private readonly byte[] _header = new byte[LargeHeader];
    private int _headerBytes;
    private ulong _contentLeft;
    private bool _ended;

    /// <summary>True while the content of a box is not complete: a file that ends here was cut off.</summary>
    public bool IsInsideBox => _contentLeft > 0;

    private uint Size => BinaryPrimitives.ReadUInt32BigEndian(_header);

    private int HeaderLength => _headerBytes >= SmallHeader && Size == 1 ? LargeHeader : SmallHeader;

    public void Read(ReadOnlySpan<byte> part)
    {
        while (!_ended && !part.IsEmpty)
        {
            var content = (int)Math.Min(_contentLeft, (ulong)part.Length);
            _contentLeft -= (ulong)content;
            part = part[content..];

            var header = Math.Min(HeaderLength - _headerBytes, part.Length);
            part[..header].CopyTo(_header.AsSpan(_headerBytes));
            _headerBytes += header;
            part = part[header..];
            if (_headerBytes == HeaderLength) StartBox();
        }
    }

    private void StartBox()
    {
        var size = Size == 1 ? BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(SmallHeader)) : Size;
        // Size 0 is a last box that extends to the end of the file. Padding after the last box is no box, and players accept it.
        _ended = size < (ulong)_headerBytes || _header.AsSpan(4, 4).ContainsAnyExceptInRange((byte)' ', (byte)'~');
        if (!_ended) _contentLeft = size - (ulong)_headerBytes;
        _headerBytes = 0;
    }
}
