namespace Seedance.Functions.Activities;

/// <summary>A kind of picture that browsers show.</summary>
/// <param name="Extension">Of a file name, without the dot.</param>
/// <param name="MediaType">As in <c>Content-Type</c>.</param>
internal sealed record PictureType(string Extension, string MediaType)
{
    private static readonly PictureType Png = new("png", "image/png");
    private static readonly PictureType Jpeg = new("jpg", "image/jpeg");
    private static readonly PictureType WebP = new("webp", "image/webp");

    /// <summary>The kind that the bytes begin as, or null.</summary>
    public static PictureType? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return Png;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return Jpeg;
        return bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8) ? WebP : null;
    }
}
