using System.Buffers.Binary;

namespace Seedance.Requests;

/// <summary>
/// Reads a picture's real format and its size in pixels from the first bytes of the file. It decodes nothing, allocates nothing of
/// the file's choosing and never throws, whatever the bytes are.
/// </summary>
public static class ImageHead
{
    /// <summary>
    /// A sensible first read: every PNG and WebP states its size within 30 bytes, nearly every JPEG within its first 64 KiB. Large
    /// EXIF or XMP blocks and colour profiles take more, which <see cref="ImageResult.Incomplete"/> says.
    /// </summary>
    public const int FirstRead = 64 * 1024;

    private const int LongestSignature = 12;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> PngHeaderStart => [0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>Reads the head of a file.</summary>
    /// <param name="head">The file's first bytes, any number of them.</param>
    /// <returns>Never <see cref="ImageResult.Incomplete"/> when <paramref name="head"/> is the whole file.</returns>
    public static ImageResult Read(ReadOnlySpan<byte> head, long fileBytes)
    {
        if (fileBytes <= 0) return new ImageResult.NotAnImage("The file is empty.");
        return ReadFormat(head, fileBytes) switch
        {
            ImageResult.Incomplete { BytesNeeded: var needed } when needed > fileBytes
                => new ImageResult.NotAnImage("The file ends before it states the picture's size."),
            var result => result,
        };
    }

    private static ImageResult ReadFormat(ReadOnlySpan<byte> head, long fileBytes)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return ReadJpeg(head);
        if (head.StartsWith(PngSignature)) return ReadPng(head);
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) return ReadWebp(head);
        return head.Length < LongestSignature && head.Length < fileBytes
            ? new ImageResult.Incomplete(Math.Min(LongestSignature, fileBytes))
            : new ImageResult.NotAnImage(OtherFormat(head) is { } name
                ? $"The file is {name}; a picture must be a JPEG, PNG or WebP."
                : "The file is no picture: neither a JPEG, nor a PNG, nor a WebP.");
    }

    // The signature, then the header chunk, which is always the first (W3C PNG, 5.2 and 11.2.1): length, name, width, height.
    private static ImageResult ReadPng(ReadOnlySpan<byte> head)
    {
        if (head.Length < 24) return new ImageResult.Incomplete(24);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]));
        return head[8..].StartsWith(PngHeaderStart)
            ? Recognise(ImageFormat.Png, width, height)
            : Damaged(ImageFormat.Png);
    }

    // Segments until the one that starts the frame (ITU-T T.81, B.1 and B.2.2): marker, length, one byte of precision, height, width.
    private static ImageResult ReadJpeg(ReadOnlySpan<byte> head)
    {
        const byte MarkerStart = 0xFF;
        const int FrameHeaderBytes = 9;
        long at = 2;
        while (at < head.Length)
        {
            var segment = head[(int)at..];
            if (segment[0] != MarkerStart) return Damaged(ImageFormat.Jpeg);
            if (segment.Length < 2) break;
            switch (segment[1])
            {
                // Any number of these may stand before a marker.
                case MarkerStart:
                    at++;
                    continue;
                // TEM and the restarts stand alone.
                case 0x01 or (>= 0xD0 and <= 0xD7):
                    at += 2;
                    continue;
                // Lossless and hierarchical frames, which common decoders do not read; a second start, the end or a scan before any
                // frame; the zero of escaped data.
                case 0x00 or 0xC3 or (>= 0xC5 and <= 0xC8) or 0xCB or (>= 0xCD and <= 0xCF) or (>= 0xD8 and <= 0xDA) or 0xDE:
                    return Damaged(ImageFormat.Jpeg);
            }
            // Baseline, extended and progressive, Huffman or arithmetic.
            var startsFrame = segment[1] is 0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA;
            if (segment.Length < (startsFrame ? FrameHeaderBytes : 4)) break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
            if (length < (startsFrame ? FrameHeaderBytes - 2 : 2)) return Damaged(ImageFormat.Jpeg);
            // A height of 0 would follow after the first scan (DNL), which no encoder in use writes.
            if (startsFrame) return Recognise(ImageFormat.Jpeg, Big16(segment[7..]), Big16(segment[5..]));
            at += 2 + length;
        }
        return new ImageResult.Incomplete(at + FrameHeaderBytes);

        static int Big16(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16BigEndian(data);
    }

    // A RIFF file whose first chunk is a picture, lossy or lossless, or says how large the canvas is (RFC 9649, 2).
    private static ImageResult ReadWebp(ReadOnlySpan<byte> head)
    {
        const int DataAt = 20, Bits14 = (1 << 14) - 1;
        if (head.Length < DataAt) return new ImageResult.Incomplete(DataAt);
        var chunk = head[12..16];
        var data = head[DataAt..];
        var needed = chunk.SequenceEqual("VP8L"u8) ? 5 : chunk.SequenceEqual("VP8 "u8) || chunk.SequenceEqual("VP8X"u8) ? 10 : 0;
        if (needed == 0) return Damaged(ImageFormat.Webp);
        if (data.Length < needed) return new ImageResult.Incomplete(DataAt + needed);
        switch (chunk[3])
        {
            // RFC 9649, 3.4: a signature byte, then 14 bits each, less one; the version above them is 0.
            case (byte)'L':
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
                return data[0] == 0x2F && bits >> 29 == 0
                    ? Recognise(ImageFormat.Webp, (int)(bits & Bits14) + 1, (int)((bits >> 14) & Bits14) + 1)
                    : Damaged(ImageFormat.Webp);
            // RFC 9649, 2.7: flags and reserved bytes, then 24 bits each, less one.
            case (byte)'X':
                return Recognise(ImageFormat.Webp, Little24(data[4..]) + 1, Little24(data[7..]) + 1);
            // RFC 6386, 9.1: a key frame's tag and start code, then 14 bits each with 2 bits of scaling above.
            default:
                var isKeyFrame = (data[0] & 1) == 0 && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]);
                return isKeyFrame
                    ? Recognise(ImageFormat.Webp, Little16(data[6..]) & Bits14, Little16(data[8..]) & Bits14)
                    : Damaged(ImageFormat.Webp);
        }

        static int Little16(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data);
        static int Little24(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);
    }

    private static ImageResult Recognise(ImageFormat format, int width, int height)
        => width > 0 && height > 0 ? new ImageResult.Recognised(format, width, height) : Damaged(format);

    private static ImageResult.NotAnImage Damaged(ImageFormat format)
        => new($"The file starts as a {format.ToString().ToUpperInvariant()} but is damaged, or of a kind that is not taken.");

    /// <summary>Names what people take for a picture that the providers would not.</summary>
    private static string? OtherFormat(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("GIF8"u8)) return "a GIF";
        if (head.StartsWith("BM"u8)) return "a BMP";
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)) return "a TIFF";
        if (head.StartsWith("%PDF"u8)) return "a PDF";
        if (head.Length < 12 || !head[4..].StartsWith("ftyp"u8)) return null;
        var brand = head[8..];
        if (brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8)) return "an AVIF";
        return brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) ? "a HEIC" : "a video";
    }
}

/// <summary>The picture formats that the providers take (EvoLink, parameter guide: .jpeg, .png, .webp).</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    Webp,
}

/// <summary>What the first bytes of a file say of the picture in it.</summary>
public abstract record ImageResult
{
    private ImageResult() { }

    /// <summary>The file starts as a picture of a format that the providers take.</summary>
    /// <param name="Format">What the bytes say it is, whatever the file's name says.</param>
    /// <param name="Width">Pixels, at least 1, as stored: EXIF may ask viewers to turn the picture.</param>
    /// <param name="Height">Pixels, at least 1, as stored.</param>
    public sealed record Recognised(ImageFormat Format, int Width, int Height) : ImageResult;

    /// <summary>The file may be such a picture; its size lies further on, perhaps further than these bytes.</summary>
    /// <param name="BytesNeeded">How many of the file's bytes say more: more than were given, never more than the file has.</param>
    public sealed record Incomplete(long BytesNeeded) : ImageResult;

    /// <summary>The file is no such picture, or a damaged one.</summary>
    /// <param name="Reason">One sentence for the person who uploaded it.</param>
    public sealed record NotAnImage(string Reason) : ImageResult;
}
