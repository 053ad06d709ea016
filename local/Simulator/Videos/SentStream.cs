using Seedance.Simulator.Journal;

namespace Seedance.Simulator.Videos;

/// <summary>Enters into the journal how much of a video was given away.</summary>
internal sealed class SentStream(Stream video, JournalEntry entry) : Stream
{
    public override long Length => video.Length;

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
        var read = await video.ReadAsync(buffer, cancellationToken);
        entry.Sent = (entry.Sent ?? 0) + read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => video.Seek(offset, origin);

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
