using Seedance.Simulator.Faults;

namespace Seedance.Simulator.Videos;

/// <summary>A video as faults make it: shorter, slower, ending early, or not beginning as an MP4 does.</summary>
internal sealed class FaultyStream(Stream video, FaultSet faults, TimeProvider time) : Stream
{
    private static readonly byte[] NotFtyp = "junk"u8.ToArray();

    private readonly long _length = faults.Has(FaultCatalogue.WrongLength, out var cut)
        ? Math.Min(cut.Long("bytes", video.Length / 2), video.Length)
        : video.Length;

    private readonly long _perSecond = faults.Has(FaultCatalogue.Slow, out var slow)
        ? Math.Max(1, slow.Long("bytesPerSecond", 10_000))
        : 0;

    private readonly TimeSpan? _perByte = faults.Has(FaultCatalogue.Slow, out var slowly)
        && slowly.Seconds("secondsPerByte", 0) is { Ticks: > 0 } perByte ? perByte : null;

    private readonly bool _noFtyp = faults.Has(FaultCatalogue.NoFtyp);

    private long _left = faults.Has(FaultCatalogue.Truncated, out var truncated) || faults.Has(FaultCatalogue.BrokenOnce, out truncated)
        ? truncated.Long("bytes", video.Length / 2)
        : long.MaxValue;

    public override long Length => _length;

    public override long Position
    {
        get => video.Position;
        set => video.Position = value;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var most = Math.Min(Math.Min(_left, _length - Position), buffer.Length);
        if (_perByte is { } wait)
        {
            await Task.Delay(wait, time, cancellationToken);
            most = Math.Min(most, 1);
        }
        else if (_perSecond > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            most = Math.Min(most, Math.Max(1, _perSecond / 10));
        }

        var from = Position;
        var read = await video.ReadAsync(buffer[..(int)Math.Max(0, most)], cancellationToken);
        _left -= read;
        if (_noFtyp)
        {
            for (var i = 0; i < read && from + i < 8; i++)
            {
                if (from + i >= 4)
                    buffer.Span[i] = NotFtyp[from + i - 4];
            }
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            video.Dispose();
        base.Dispose(disposing);
    }
}
