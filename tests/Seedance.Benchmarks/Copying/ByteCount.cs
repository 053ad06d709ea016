namespace Seedance.Benchmarks.Copying;

/// <summary>Bytes that were downloaded; at a given count it does what it was told.</summary>
internal sealed class ByteCount
{
    private long _bytes;

    public long Total => Interlocked.Read(ref _bytes);

    public (long At, Action Then)? Alarm { get; set; }

    public void Restart() => Interlocked.Exchange(ref _bytes, 0);

    public void Add(int bytes)
    {
        var total = Interlocked.Add(ref _bytes, bytes);
        if (Alarm is not { } alarm || total < alarm.At) return;
        Alarm = null;
        alarm.Then();
    }
}
