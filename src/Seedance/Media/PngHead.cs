using System.Buffers.Binary;

namespace Seedance.Media;

/// <summary>PNG: the signature, then the header chunk, which is always the first (W3C PNG, 5.2 and 11.2.1).</summary>
internal static class PngHead
{
    // Signature, the chunk's length and name, width, height.
    private const int Bytes = 24;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> ChunkStart => [0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    public static bool Matches(ReadOnlySpan<byte> head) => head.StartsWith(Signature);

    public static ImageReading Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < Bytes)
            return new ImageReading.Incomplete(Bytes);

        var width = BinaryPrimitives.ReadInt32BigEndian(head[16..]);
        var height = BinaryPrimitives.ReadInt32BigEndian(head[20..]);
        return head[8..].StartsWith(ChunkStart) && width > 0 && height > 0
            ? new ImageReading.Recognised(ImageFormat.Png, width, height)
            : new ImageReading.NotAnImage("The file starts as a PNG but its header is damaged.");
    }
}
