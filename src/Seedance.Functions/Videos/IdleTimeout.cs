namespace Seedance.Functions.Videos;

/// <summary>Cancels when nothing happened for a while; every byte that arrives starts the while anew, and a pause stops it.</summary>
internal sealed class IdleTimeout : IAsyncDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly TimeSpan _idle;

    public IdleTimeout(TimeSpan idle, TimeProvider time, CancellationToken cancellationToken)
    {
        _idle = idle;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), _source, idle, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    public void Pause() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Restart() => _timer.Change(_idle, Timeout.InfiniteTimeSpan);

    public async ValueTask DisposeAsync()
    {
        // Waits for a callback that is just running: it must not find its source disposed.
        await _timer.DisposeAsync();
        _source.Dispose();
    }
}
