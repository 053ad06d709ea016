using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Seedance.Simulator.Videos;

/// <summary>
/// The sample followed by a free box that fills up to the wanted size. The box starts with the task id, and every later
/// byte depends on its position, so that no two videos are equal and a download resumed at a wrong place shows.
/// </summary>
internal sealed class VideoStream : Stream
{
    private const int IdBytes = 64;

    private readonly byte[] _start;
    private readonly ulong _seed;

    public VideoStream(string taskId, long wantedBytes)
    {
        var sample = SampleVideo.Bytes;
        var header = HeaderOf(wantedBytes);
        Length = LengthOf(wantedBytes);
        _start = new byte[sample.Length + header + IdBytes];
        sample.CopyTo(_start, 0);
        var box = _start.AsSpan(sample.Length);
        var boxBytes = Length - sample.Length;
        BinaryPrimitives.WriteUInt32BigEndian(box, header == 16 ? 1u : (uint)boxBytes);
        "free"u8.CopyTo(box[4..]);
        if (header == 16)
            BinaryPrimitives.WriteInt64BigEndian(box[8..], boxBytes);
        var id = Encoding.ASCII.GetBytes(taskId);
        id.AsSpan(0, Math.Min(id.Length, IdBytes)).CopyTo(box[header..]);
        _seed = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(id));
    }

    public override long Length { get; }

    public override long Position { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public static long LengthOf(long wantedBytes) =>
        Math.Max(wantedBytes, SampleVideo.Bytes.Length + HeaderOf(wantedBytes) + IdBytes);

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Clamp(Length - Position, 0, buffer.Length)];
        var fromStart = (int)Math.Clamp(_start.Length - Position, 0, buffer.Length);
        _start.AsSpan((int)Math.Min(Position, _start.Length), fromStart).CopyTo(buffer);
        Fill(buffer[fromStart..], Position + fromStart);
        Position += buffer.Length;
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int HeaderOf(long wantedBytes) => wantedBytes - SampleVideo.Bytes.Length > uint.MaxValue ? 16 : 8;

    private void Fill(Span<byte> buffer, long position)
    {
        var toBoundary = Math.Min((int)(-position & 7), buffer.Length);
        FillWithin(buffer[..toBoundary], position);
        var words = MemoryMarshal.Cast<byte, ulong>(buffer[toBoundary..]);
        var first = (ulong)(position + toBoundary) >> 3;
        for (var i = 0; i < words.Length; i++)
            words[i] = Word(first + (ulong)i);
        var done = toBoundary + words.Length * sizeof(ulong);
        FillWithin(buffer[done..], position + done);
    }

    private void FillWithin(Span<byte> buffer, long position)
    {
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)(Word((ulong)(position + i) >> 3) >> (int)((position + i & 7) * 8));
    }

    private ulong Word(ulong index) => index * 0x9E3779B97F4A7C15 ^ _seed;
}
