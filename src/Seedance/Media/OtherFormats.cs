namespace Seedance.Media;

/// <summary>Names what people take for a picture that the providers would not.</summary>
internal static class OtherFormats
{
    public static string Describe(ReadOnlySpan<byte> head) => Name(head) is { } name
        ? $"The file is {name}; pictures are taken as JPEG, PNG or WebP."
        : "The file is no picture: neither a JPEG, nor a PNG, nor a WebP.";

    private static string? Name(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("GIF8"u8))
            return "a GIF";
        if (head.StartsWith("BM"u8))
            return "a BMP";
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8))
            return "a TIFF";
        if (head.StartsWith("%PDF"u8))
            return "a PDF";
        if (head.Length < 12 || !head[4..].StartsWith("ftyp"u8))
            return null;
        var brand = head[8..];
        if (brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8))
            return "an AVIF";
        return brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) ? "a HEIC" : "a video";
    }
}
