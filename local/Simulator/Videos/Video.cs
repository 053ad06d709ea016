using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Seedance.Simulator.Videos;

/// <summary>
/// The sample, followed by a free box that fills it up to the wanted size. The box starts with the task id, and every later
/// byte depends on its position: no two videos are equal, and a download resumed at a wrong place shows.
/// </summary>
internal sealed class Video
{
    private const int IdBytes = 64;

    private static readonly byte[] Sample = LoadSample();

    private readonly byte[] _start;
    private readonly ulong _seed;

    public Video(string id, long wantedBytes)
    {
        var header = HeaderOf(wantedBytes);
        Length = LengthOf(wantedBytes);
        _start = new byte[Sample.Length + header + IdBytes];
        Sample.CopyTo(_start, 0);
        var box = _start.AsSpan(Sample.Length);
        var boxBytes = Length - Sample.Length;
        // A size of 1 says that the real one, of 64 bits, follows the name of the box.
        BinaryPrimitives.WriteUInt32BigEndian(box, header == 16 ? 1u : (uint)boxBytes);
        "free"u8.CopyTo(box[4..]);
        if (header == 16)
            BinaryPrimitives.WriteInt64BigEndian(box[8..], boxBytes);
        var idBytes = Encoding.ASCII.GetBytes(id);
        idBytes.AsSpan(0, Math.Min(idBytes.Length, IdBytes)).CopyTo(box[header..]);
        _seed = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(idBytes));
    }

    /// <summary>The first bytes of every video: the box <c>ftyp</c>.</summary>
    public static ReadOnlySpan<byte> Head => Sample.AsSpan(0, 32);

    public long Length { get; }

    /// <summary>The wanted size, but never less than the sample and a box.</summary>
    public static long LengthOf(long wantedBytes) => Math.Max(wantedBytes, Sample.Length + HeaderOf(wantedBytes) + IdBytes);

    /// <returns>How many bytes there were from this position on, up to the length of the buffer.</returns>
    public int Read(long position, Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Clamp(Length - position, 0, buffer.Length)];
        var fromStart = (int)Math.Clamp(_start.Length - position, 0, buffer.Length);
        _start.AsSpan((int)Math.Min(position, _start.Length), fromStart).CopyTo(buffer);
        Fill(buffer[fromStart..], position + fromStart);
        return buffer.Length;
    }

    private static byte[] LoadSample()
    {
        using var resource = typeof(Video).Assembly.GetManifestResourceStream("sample.mp4")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static int HeaderOf(long wantedBytes) => wantedBytes - Sample.Length > uint.MaxValue ? 16 : 8;

    // Word by word where the position allows it: a video of gigabytes must cost next to nothing.
    private void Fill(Span<byte> buffer, long position)
    {
        var toBoundary = Math.Min((int)(-position & 7), buffer.Length);
        FillWithin(buffer[..toBoundary], position);
        var words = MemoryMarshal.Cast<byte, ulong>(buffer[toBoundary..]);
        var first = (ulong)(position + toBoundary) >> 3;
        for (var i = 0; i < words.Length; i++)
            words[i] = Word(first + (ulong)i);
        var done = toBoundary + (words.Length * sizeof(ulong));
        FillWithin(buffer[done..], position + done);
    }

    private void FillWithin(Span<byte> buffer, long position)
    {
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)(Word((ulong)(position + i) >> 3) >> (int)(((position + i) & 7) * 8));
    }

    private ulong Word(ulong index) => (index * 0x9E3779B97F4A7C15) ^ _seed;
}
