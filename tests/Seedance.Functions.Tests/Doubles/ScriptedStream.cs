namespace Seedance.Functions.Tests.Doubles;

/// <summary>A stream of which every read is one step of a script, whatever the buffer's size; then it ends.</summary>
internal sealed class ScriptedStream(params Func<Memory<byte>, CancellationToken, ValueTask<int>>[] reads) : Stream
{
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static Func<Memory<byte>, CancellationToken, ValueTask<int>> Gives(byte[] bytes, Action? first = null) => (buffer, _) =>
    {
        first?.Invoke();
        bytes.CopyTo(buffer);
        return ValueTask.FromResult(bytes.Length);
    };

    public static Func<Memory<byte>, CancellationToken, ValueTask<int>> Hangs(Action meanwhile) => (_, cancellationToken) =>
    {
        meanwhile();
        Assert.True(cancellationToken.IsCancellationRequested, "Nothing would ever end this read.");
        return ValueTask.FromCanceled<int>(cancellationToken);
    };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _next < reads.Length ? reads[_next++](buffer, cancellationToken) : ValueTask.FromResult(0);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
