using System.Collections.Concurrent;
using System.Net;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>Sees all that the app sends, and strikes once at the point it is set to.</summary>
internal sealed class KillSwitch
{
    private readonly ConcurrentQueue<(WireRequest Request, HttpStatusCode Status)> _answered = [];
    private readonly Lock _gate = new();
    private KillPoint? _point;
    private Func<Task>? _strike;
    private int _left;
    private WireRequest? _doomed;
    private TaskCompletionSource<WireRequest> _struck = new();

    /// <summary>Every request that was carried out, with its answer, whether the app got to see it or not.</summary>
    public IEnumerable<(WireRequest Request, HttpStatusCode Status)> Answered => _answered;

    /// <summary>Completes with the request at which it struck.</summary>
    public Task<WireRequest> Struck => _struck.Task;

    public void Set(KillPoint point, Func<Task> strike)
    {
        lock (_gate)
        {
            (_point, _strike, _left, _doomed) = (point, strike, point.Number, null);
            _struck = new TaskCompletionSource<WireRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Disarm()
    {
        lock (_gate) _point = null;
    }

    public Task<bool> StrikesBeforeAsync(WireRequest request)
    {
        lock (_gate)
        {
            if (_point is null || !_point.Matches(request) || --_left != 0) return Task.FromResult(false);
            if (_point.Moment == Moment.After)
            {
                _doomed = request;
                return Task.FromResult(false);
            }
        }
        return StrikeAsync(request);
    }

    public async Task<bool> StrikesAfterAsync(WireRequest request, HttpStatusCode status)
    {
        _answered.Enqueue((request, status));
        return ReferenceEquals(_doomed, request) && await StrikeAsync(request);
    }

    private async Task<bool> StrikeAsync(WireRequest request)
    {
        await _strike!();
        _struck.TrySetResult(request);
        return true;
    }
}
