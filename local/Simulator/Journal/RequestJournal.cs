namespace Seedance.Simulator.Journal;

/// <summary>Everything that happened, in order; the oldest entries go when it is full.</summary>
internal sealed class RequestJournal
{
    public const int Capacity = 200_000;

    private readonly Lock _lock = new();
    private readonly Queue<JournalEntry> _entries = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _lastSequence;

    public void Add(JournalEntry entry)
    {
        lock (_lock)
        {
            entry.Sequence = ++_lastSequence;
            if (_entries.Count == Capacity)
                _entries.Dequeue();
            _entries.Enqueue(entry);
        }

        Touch();
    }

    /// <summary>Wakes those who wait, after an entry was completed.</summary>
    public void Touch()
    {
        TaskCompletionSource changed;
        lock (_lock)
            (changed, _changed) = (_changed, NewSignal());
        changed.SetResult();
    }

    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    public IReadOnlyList<JournalEntry> Read(Func<JournalEntry, bool> wanted)
    {
        lock (_lock)
            return [.. _entries.Where(wanted)];
    }

    /// <summary>Reads as soon as at least so many entries are there, or when the patience is over.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(
        Func<JournalEntry, bool> wanted, int atLeast, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        while (true)
        {
            Task changed;
            lock (_lock)
                changed = _changed.Task;
            var entries = Read(wanted);
            if (entries.Count >= atLeast)
                return entries;
            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Read(wanted);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
