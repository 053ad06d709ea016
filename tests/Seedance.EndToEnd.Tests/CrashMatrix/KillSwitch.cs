namespace Seedance.EndToEnd.Tests.CrashMatrix;

internal enum Moment
{
    /// <summary>The request never arrives.</summary>
    Before,

    /// <summary>The request is carried out, and the app never sees the response.</summary>
    After,
}

/// <summary>The request, by its number among those that match, around which the app is killed.</summary>
internal sealed record KillPoint(string Name, Moment Moment, Func<WireRequest, bool> Matches, int Number = 1);

/// <summary>Sees all that the app sends, and kills once at the point it is set to.</summary>
internal sealed class KillSwitch
{
    private readonly ConcurrentQueue<(WireRequest Request, HttpStatusCode Status)> _carriedOut = [];
    private readonly Lock _gate = new();
    private KillPoint? _point;
    private Func<Task>? _kill;
    private int _left;
    private WireRequest? _last;
    private TaskCompletionSource _killed = new();

    /// <summary>Every request that was carried out, with its status, whether the app saw it or not.</summary>
    public IEnumerable<(WireRequest Request, HttpStatusCode Status)> CarriedOut => _carriedOut;

    public Task Killed => _killed.Task;

    public void Set(KillPoint point, Func<Task> kill)
    {
        lock (_gate)
        {
            (_point, _kill, _left, _last) = (point, kill, point.Number, null);
            _killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Disarm()
    {
        lock (_gate) _point = null;
    }

    public Task<bool> KillsBeforeAsync(WireRequest request)
    {
        lock (_gate)
        {
            if (_point is null || !_point.Matches(request) || --_left != 0) return Task.FromResult(false);
            if (_point.Moment == Moment.After)
            {
                _last = request;
                return Task.FromResult(false);
            }
        }
        return KillAsync();
    }

    public async Task<bool> KillsAfterAsync(WireRequest request, HttpStatusCode status)
    {
        _carriedOut.Enqueue((request, status));
        return ReferenceEquals(_last, request) && await KillAsync();
    }

    private async Task<bool> KillAsync()
    {
        await _kill!();
        _killed.TrySetResult();
        return true;
    }
}
