using System.Buffers.Binary;

namespace Seedance.Tests.Requests;

/// <summary>Heads of picture files, written as their formats say.</summary>
internal static class Pictures
{
    public const byte Baseline = 0xC0;
    public const byte Progressive = 0xC2;

    private const byte App1 = 0xE1;

    public static byte[] Png(int width, int height) =>
    [
        0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A,
        .. Big32(13), .. "IHDR"u8, .. Big32(width), .. Big32(height), 8, 6, 0, 0, 0, .. Big32(0),
    ];

    public static byte[] Jpeg(int width, int height, byte frame = Baseline, params byte[][] before) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0]),
        .. before.SelectMany(bytes => bytes),
        .. Segment(0xDB, new byte[65]),
        .. Segment(frame, [8, .. Big16(height), .. Big16(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
        .. Segment(0xC4, new byte[29]),
        0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 0x3F, 0, 0, 0xFF, 0xD9,
    ];

    /// <summary>A camera's EXIF block with a small JPEG in it, whose own frame must not be taken for the picture's.</summary>
    public static byte[] Exif(int bytes) => Segment(App1, [.. "Exif\0\0"u8, .. Jpeg(160, 120), .. new byte[bytes]]);

    public static byte[] Segment(byte marker, byte[] payload) => [0xFF, marker, .. Big16(payload.Length + 2), .. payload];

    public static byte[] LossyWebp(int width, int height) =>
        Webp("VP8 ", [0x10, 0, 0, 0x9D, 0x01, 0x2A, .. Little16(width), .. Little16(height)]);

    public static byte[] LosslessWebp(int width, int height)
    {
        var bits = (uint)(width - 1) | ((uint)(height - 1) << 14);
        return Webp("VP8L", [0x2F, .. BitConverter.GetBytes(bits), 0, 0, 0, 0, 0]);
    }

    public static byte[] ExtendedWebp(int width, int height) =>
        Webp("VP8X", [0x10, 0, 0, 0, .. BitConverter.GetBytes(width - 1)[..3], .. BitConverter.GetBytes(height - 1)[..3]]);

    private static byte[] Webp(string chunk, byte[] data) =>
    [
        .. "RIFF"u8, .. BitConverter.GetBytes(12 + data.Length), .. "WEBP"u8,
        .. Encoding.ASCII.GetBytes(chunk), .. BitConverter.GetBytes(data.Length), .. data,
    ];

    private static byte[] Big32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];
}
