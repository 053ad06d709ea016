using Microsoft.DurableTask;

namespace Seedance.Emulator.Durable;

/// <summary>
/// Matches raised events with waits, as the real engine does: names without case, waiters of one name a stack, a cancelled waiter
/// still on it, events that nobody waits for buffered in order.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter, TurnScheduler scheduler)
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> _buffer = [];

    public IReadOnlyList<HistoryEvent> Buffered => _buffer;

    public bool AreAwaited => _waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsOver));

    public Task<T> WaitFor<T>(string name, CancellationToken cancellationToken)
    {
        var stack = _waiters.TryGetValue(name, out var waiting) ? waiting : _waiters[name] = new();
        if (stack.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException($"Event '{name}' is awaited as {other.Type} already and cannot also be {typeof(T)}.", nameof(name));
        }

        var waiter = new Waiter<T>();
        stack.Push(waiter);
        if (_buffer.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            var early = _buffer[index];
            _buffer.RemoveAt(index);
            Raise(early);
        }

        cancellationToken.Register(() =>
        {
            if (scheduler.Belongs())
            {
                waiter.Completion.TrySetCanceled(cancellationToken);
            }
        });
        return waiter.Completion.Task;
    }

    /// <exception cref="Exception">The payload does not deserialize to the awaited type.</exception>
    public void Raise(HistoryEvent raised)
    {
        if (_waiters.TryGetValue(raised.Name!, out var stack) && stack.TryPop(out var waiter))
        {
            waiter.Complete(converter, raised.Payload);
        }
        else
        {
            _buffer.Add(raised);
        }
    }

    private abstract class Waiter
    {
        public abstract Type Type { get; }

        public abstract bool IsOver { get; }

        public abstract void Complete(DataConverter converter, string? payload);
    }

    private sealed class Waiter<T> : Waiter
    {
        public TaskCompletionSource<T> Completion { get; } = new();

        public override Type Type => typeof(T);

        public override bool IsOver => Completion.Task.IsCompleted;

        public override void Complete(DataConverter converter, string? payload) =>
            Completion.TrySetResult(converter.Deserialize<T>(payload)!);
    }
}
