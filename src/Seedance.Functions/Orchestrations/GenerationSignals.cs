using Microsoft.DurableTask;
namespace Seedance.Functions.Orchestrations;

/// <summary>
/// What may wake a generation from outside. Waiters of one event are a stack that also holds those nobody looks at any more, so
/// there is exactly one waiter for each event at any time: it is never cancelled, and replaced only after it was used up.
/// </summary>
internal sealed class GenerationSignals
{
    /// <summary>A provider called back. Payload: the provider's task id as text, checked before it is raised.</summary>
    public const string ProviderCallback = "ProviderCallback";

    /// <summary>The caller wants the task stopped. Payload: the reason as text.</summary>
    public const string Cancel = "Cancel";

    private readonly TaskOrchestrationContext _context;
    private readonly Task<string> _cancel;
    private Task<string> _callback;
    private bool _cancelMatters = true;

    public GenerationSignals(TaskOrchestrationContext context)
    {
        _context = context;
        _callback = context.WaitForExternalEvent<string>(ProviderCallback);
        _cancel = context.WaitForExternalEvent<string>(Cancel);
    }

    /// <summary>True when a callback has arrived that nobody has taken yet.</summary>
    public bool HasCallback => _callback.IsCompleted;

    /// <summary>True once the caller wants the task stopped.</summary>
    public bool IsCancelled => _cancelMatters && _cancel.IsCompleted;

    /// <summary>From here on a cancel changes nothing: it has been seen to.</summary>
    public void IgnoreCancel() => _cancelMatters = false;

    /// <summary>Sleeps until the time is over or a signal comes; a timer that lost the race is cancelled.</summary>
    public async Task WaitAsync(TimeSpan delay)
    {
        if (HasCallback || IsCancelled) return;
        using var losing = new CancellationTokenSource();
        var timer = _context.CreateTimer(_context.CurrentUtcDateTime + delay, losing.Token);
        await (_cancelMatters ? Task.WhenAny(_callback, _cancel, timer) : Task.WhenAny(_callback, timer));
        // A timer left running would keep the instance alive until it fires.
        if (!timer.IsCompleted) losing.Cancel();
    }

    /// <summary>Takes the callback that has arrived, and waits for the next one.</summary>
    /// <returns>The provider's task id that it named, or null when none has arrived.</returns>
    public string? TakeCallback()
    {
        if (!_callback.IsCompletedSuccessfully) return null;
        var providerTaskId = _callback.Result;
        _callback = _context.WaitForExternalEvent<string>(ProviderCallback);
        return providerTaskId;
    }
}
