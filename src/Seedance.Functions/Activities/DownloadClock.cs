using Seedance.Functions.Options;

namespace Seedance.Functions.Activities;

/// <summary>
/// Ends a download that takes too long: when no byte comes for a while, when a block takes so long that the download would never
/// end, and when the run's time is over. What the app does meanwhile is not the provider's silence, and a pause stops the first two.
/// </summary>
internal sealed class DownloadClock : IAsyncDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly TimeProvider _time;
    private readonly TimeSpan _idle;
    private readonly TimeSpan _block;
    private readonly ITimer _waiting;
    private readonly ITimer _total;
    private TimeSpan _waited;
    private DateTimeOffset? _began;

    /// <summary>Starts the run's time.</summary>
    /// <param name="idle">How long nothing may come.</param>
    /// <param name="block">How long one block may take to come.</param>
    /// <param name="total">How long the run may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it as well.</param>
    public DownloadClock(TimeSpan idle, TimeSpan block, TimeSpan total, TimeProvider time, CancellationToken cancellationToken)
    {
        (_idle, _block, _time) = (idle, block, time);
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _waiting = time.CreateTimer(Cancel, _source, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _total = time.CreateTimer(Cancel, _source, total, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Starts the time of a run that the settings allow.</summary>
    public static DownloadClock Start(VideoOptions videos, TimeProvider time, CancellationToken cancellationToken) => new(
        TimeSpan.FromSeconds(videos.IdleTimeoutSeconds),
        TimeSpan.FromSeconds(Math.Max(videos.IdleTimeoutSeconds, (double)BlockUpload.BlockBytes / videos.MinimumBytesPerSecond)),
        TimeSpan.FromMinutes(videos.TotalTimeoutMinutes),
        time,
        cancellationToken);

    /// <summary>The wait for the next bytes begins.</summary>
    public void Wait()
    {
        var now = _time.GetUtcNow();
        if (_began is { } began) _waited += now - began;
        _began = now;
        var left = _block - _waited;
        _waiting.Change(left < _idle ? left > TimeSpan.Zero ? left : TimeSpan.Zero : _idle, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A block is there: the next one has all its time, once it is waited for.</summary>
    public void EndBlock()
    {
        _waiting.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_began, _waited) = (null, TimeSpan.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        // Waits for a callback that is just running: it must not find its source disposed.
        await _waiting.DisposeAsync();
        await _total.DisposeAsync();
        _source.Dispose();
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}
