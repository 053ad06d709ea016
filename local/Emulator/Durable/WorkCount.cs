namespace Seedance.Emulator.Durable;

/// <summary>How much is queued or running; tells when the engine has nothing left to do until a message or a timer comes.</summary>
internal sealed class WorkCount
{
    private readonly Lock _lock = new();
    private int _count;
    private TaskCompletionSource? _idle;

    public void Begin()
    {
        lock (_lock)
        {
            _count++;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            if (--_count == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }

    public Task WhenIdle()
    {
        lock (_lock)
        {
            return _count == 0
                ? Task.CompletedTask
                : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
