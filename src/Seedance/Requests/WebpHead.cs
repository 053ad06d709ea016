using System.Buffers.Binary;

namespace Seedance.Requests;

/// <summary>WebP: a RIFF file whose first chunk is a picture, lossy or lossless, or says how large the canvas is (RFC 9649, 2).</summary>
internal static class WebpHead
{
    private const int ChunkAt = 12;
    private const int DataAt = 20;
    private const int LosslessBytes = DataAt + 5;
    private const int Bytes = DataAt + 10;
    private const int Mask14 = (1 << 14) - 1;

    public static bool Matches(ReadOnlySpan<byte> head)
        => head.Length >= ChunkAt && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8);

    public static ImageResult Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < DataAt) return new ImageResult.Incomplete(DataAt);
        var chunk = head[ChunkAt..];
        var data = head[DataAt..];
        if (chunk.StartsWith("VP8L"u8))
            return head.Length < LosslessBytes ? new ImageResult.Incomplete(LosslessBytes) : ReadLossless(data);
        if (!chunk.StartsWith("VP8 "u8) && !chunk.StartsWith("VP8X"u8)) return Damaged;
        if (head.Length < Bytes) return new ImageResult.Incomplete(Bytes);
        return chunk.StartsWith("VP8X"u8) ? ReadCanvas(data) : ReadLossy(data);
    }

    private static ImageResult.NotAnImage Damaged { get; } = new("The file starts as a WebP but its header is damaged.");

    // RFC 6386, 9.1: a key frame's tag and start code, then 14 bits each with 2 bits of scaling above.
    private static ImageResult ReadLossy(ReadOnlySpan<byte> data)
    {
        var isKeyFrame = (data[0] & 1) == 0;
        return isKeyFrame && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? Recognise(Read14(data[6..]), Read14(data[8..]))
            : Damaged;
    }

    // RFC 9649, 3.4: a signature byte, then 14 bits each, less one; the version above them is 0.
    private static ImageResult ReadLossless(ReadOnlySpan<byte> data)
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return data[0] == 0x2F && bits >> 29 == 0
            ? Recognise((int)(bits & Mask14) + 1, (int)((bits >> 14) & Mask14) + 1)
            : Damaged;
    }

    // RFC 9649, 2.7: flags and reserved bytes, then 24 bits each, less one.
    private static ImageResult ReadCanvas(ReadOnlySpan<byte> data) => Recognise(Read24(data[4..]) + 1, Read24(data[7..]) + 1);

    private static int Read14(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data) & Mask14;

    private static int Read24(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);

    private static ImageResult Recognise(int width, int height)
        => width > 0 && height > 0 ? new ImageResult.Recognised(ImageFormat.Webp, width, height) : Damaged;
}
