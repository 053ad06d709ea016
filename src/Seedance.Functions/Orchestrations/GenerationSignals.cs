using Microsoft.DurableTask;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// What may wake a generation from outside. Waiters of one event are a stack that also holds abandoned ones, so there is exactly one
/// waiter for each event: it is never cancelled, and replaced only after it was used up.
/// </summary>
internal sealed class GenerationSignals(TaskOrchestrationContext context, bool ignoresCancel)
{
    /// <summary>A provider called back. Payload: the provider's task id as text, checked before it is raised.</summary>
    public const string ProviderCallback = "ProviderCallback";

    /// <summary>The caller wants the task stopped. Payload: the reason as text.</summary>
    public const string Cancel = "Cancel";

    private readonly Task<string> _cancel = context.WaitForExternalEvent<string>(Cancel);
    private Task<string> _callback = context.WaitForExternalEvent<string>(ProviderCallback);

    public bool IsCancelled => !ignoresCancel && _cancel.IsCompleted;

    /// <summary>True when a callback has come that was not taken yet.</summary>
    public bool HasCallback => _callback.IsCompleted;

    /// <summary>Takes the callback that has come, and waits for the next one.</summary>
    /// <returns>The provider's task id that it named; null when none has come.</returns>
    public string? TakeCallback()
    {
        if (!_callback.IsCompleted) return null;
        var providerTaskId = _callback.Result;
        _callback = context.WaitForExternalEvent<string>(ProviderCallback);
        return providerTaskId;
    }

    /// <summary>Waits until the time is over or a signal comes.</summary>
    public async Task WaitAsync(TimeSpan delay)
    {
        if (HasCallback || IsCancelled) return;
        using var losing = new CancellationTokenSource();
        var timer = context.CreateTimer(context.CurrentUtcDateTime + delay, losing.Token);
        await (ignoresCancel ? Task.WhenAny(_callback, timer) : Task.WhenAny(_callback, _cancel, timer));
        // A timer left running would keep the instance alive until it fires.
        if (!timer.IsCompleted) losing.Cancel();
    }
}
