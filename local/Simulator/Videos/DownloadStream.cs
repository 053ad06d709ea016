using Seedance.Simulator.Faults;

namespace Seedance.Simulator.Videos;

/// <summary>
/// One download of a video, as faults make it: shorter, slower, ending early, or not beginning as an MP4 does. The journal gets
/// to know how much was given away.
/// </summary>
internal sealed class DownloadStream : Stream
{
    private static readonly byte[] NotFtyp = "junk"u8.ToArray();

    private readonly Video _video;
    private readonly JournalEntry _entry;
    private readonly TimeProvider _time;
    private readonly bool _noFtyp;
    private readonly (TimeSpan Pause, int Bytes)? _pace;
    private long _left = long.MaxValue;

    public DownloadStream(Video video, FaultSet faults, JournalEntry entry, TimeProvider time)
    {
        (_video, _entry, _time) = (video, entry, time);
        _noFtyp = faults.Has(FaultKind.NoFtyp);
        Length = faults.Has(FaultKind.WrongLength, out var wrong)
            ? Math.Min(wrong.Number("bytes", video.Length / 2), video.Length)
            : video.Length;
        if (faults.Has(FaultKind.Truncated, out var cut) || faults.Has(FaultKind.BrokenOnce, out cut))
            _left = cut.Number("bytes", video.Length / 2);
        if (faults.Has(FaultKind.Slow, out var slow))
        {
            _pace = slow.Seconds("secondsPerByte", 0) is { Ticks: > 0 } perByte
                ? (perByte, 1)
                : (TimeSpan.FromMilliseconds(100), (int)Math.Max(1, slow.Number("bytesPerSecond", 10_000) / 10));
        }
    }

    public override long Length { get; }

    public override long Position { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var most = Math.Min(buffer.Length, Math.Min(_left, Length - Position));
        if (_pace is { } pace)
        {
            await Task.Delay(pace.Pause, _time, cancellationToken);
            most = Math.Min(most, pace.Bytes);
        }

        var part = buffer[..(int)Math.Max(0, most)];
        var read = _video.Read(Position, part.Span);
        for (var i = 0; _noFtyp && i < read && Position + i < 8; i++)
        {
            if (Position + i >= 4)
                part.Span[i] = NotFtyp[Position + i - 4];
        }

        Position += read;
        _left -= read;
        _entry.Sent += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
