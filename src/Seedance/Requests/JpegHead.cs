using System.Buffers.Binary;

namespace Seedance.Requests;

/// <summary>JPEG: segments until the one that starts the frame (ITU-T T.81, B.1 and B.2.2).</summary>
internal static class JpegHead
{
    private const byte MarkerStart = 0xFF;

    // The marker, the segment's length, one byte of precision, height, width.
    private const int FrameHeaderBytes = 9;

    public static bool Matches(ReadOnlySpan<byte> head)
        => head.StartsWith((ReadOnlySpan<byte>)[MarkerStart, 0xD8, MarkerStart]);

    public static ImageResult Read(ReadOnlySpan<byte> head)
    {
        long at = 2;
        while (at < head.Length)
        {
            if (head[(int)at] != MarkerStart) return Damaged;
            var segment = head[(int)at..];
            if (segment.Length < 2) break;
            var marker = segment[1];
            if (StartsFrame(marker))
            {
                if (segment.Length < FrameHeaderBytes) break;
                return ReadFrame(segment);
            }
            if (IsMisplaced(marker)) return Damaged;
            if (marker == MarkerStart)
            {
                // Any number of these may stand before a marker.
                at++;
            }
            else if (StandsAlone(marker))
            {
                at += 2;
            }
            else
            {
                if (segment.Length < 4) break;
                var length = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
                if (length < 2) return Damaged;
                at += 2 + length;
            }
        }
        return new ImageResult.Incomplete(at + FrameHeaderBytes);
    }

    private static ImageResult.NotAnImage Damaged { get; }
        = new("The file starts as a JPEG but is damaged, or of a kind that is not taken.");

    private static ImageResult ReadFrame(ReadOnlySpan<byte> segment)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
        var height = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(segment[7..]);
        // A height of 0 would follow after the first scan (DNL), which no encoder in use writes.
        return length < FrameHeaderBytes - 2 || width == 0 || height == 0
            ? Damaged
            : new ImageResult.Recognised(ImageFormat.Jpeg, width, height);
    }

    // TEM and the restarts.
    private static bool StandsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD7);

    // Baseline, extended and progressive, Huffman or arithmetic. Lossless and hierarchical pictures are not read by common decoders.
    private static bool StartsFrame(byte marker) => marker is 0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA;

    // Other kinds of frames; a second start, the end or a scan before any frame; the zero of escaped data.
    private static bool IsMisplaced(byte marker)
        => marker is 0x00 or 0xC3 or (>= 0xC5 and <= 0xC8) or 0xCB or (>= 0xCD and <= 0xCF) or (>= 0xD8 and <= 0xDA) or 0xDE;
}
