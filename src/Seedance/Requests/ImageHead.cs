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

    // PNG: the signature, then the header chunk, which is always the first (W3C PNG, 5.2 and 11.2.1): length, name, width, height.
    private const int PngHeadBytes = 24;

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
            var reading => reading,
        };
    }

    private static ImageResult ReadFormat(ReadOnlySpan<byte> head, long fileBytes)
    {
        if (JpegHead.Matches(head)) return JpegHead.Read(head);
        if (head.StartsWith(PngSignature)) return ReadPng(head);
        if (WebpHead.Matches(head)) return WebpHead.Read(head);
        return head.Length < LongestSignature && head.Length < fileBytes
            ? new ImageResult.Incomplete(Math.Min(LongestSignature, fileBytes))
            : new ImageResult.NotAnImage(OtherFormat(head) is { } name
                ? $"The file is {name}; a picture must be a JPEG, PNG or WebP."
                : "The file is no picture: neither a JPEG, nor a PNG, nor a WebP.");
    }

    private static ImageResult ReadPng(ReadOnlySpan<byte> head)
    {
        if (head.Length < PngHeadBytes) return new ImageResult.Incomplete(PngHeadBytes);
        var width = BinaryPrimitives.ReadInt32BigEndian(head[16..]);
        var height = BinaryPrimitives.ReadInt32BigEndian(head[20..]);
        return head[8..].StartsWith(PngHeaderStart) && width > 0 && height > 0
            ? new ImageResult.Recognised(ImageFormat.Png, width, height)
            : new ImageResult.NotAnImage("The file starts as a PNG but its header is damaged.");
    }

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
    /// <summary>ITU-T T.81.</summary>
    Jpeg,

    /// <summary>W3C, third edition.</summary>
    Png,

    /// <summary>RFC 9649.</summary>
    Webp,
}

/// <summary>What the first bytes of a file say of the picture in it.</summary>
public abstract record ImageResult
{
    private ImageResult()
    {
    }

    /// <summary>The file starts as a picture of a format that the providers take.</summary>
    /// <param name="Format">What the bytes say it is, whatever the file's name says.</param>
    /// <param name="Width">Pixels, at least 1, as stored: EXIF may ask viewers to turn the picture.</param>
    /// <param name="Height">Pixels, at least 1, as stored.</param>
    public sealed record Recognised(ImageFormat Format, int Width, int Height) : ImageResult;

    /// <summary>The file may be such a picture; its size lies further on.</summary>
    /// <param name="BytesNeeded">
    /// How many of the file's bytes say more: always more than were given, never more than the file has. With that many, the result
    /// may be incomplete again.
    /// </param>
    public sealed record Incomplete(long BytesNeeded) : ImageResult;

    /// <summary>The file is no such picture, or a damaged one.</summary>
    /// <param name="Reason">One sentence for the person who uploaded it.</param>
    public sealed record NotAnImage(string Reason) : ImageResult;
}
