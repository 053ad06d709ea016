namespace Seedance.Emulator.Durable;

/// <summary>All waiting timers of all instances in order, behind one timer of the clock.</summary>
internal sealed class TimerQueue : IDisposable
{
    // A clock's timer takes less than 50 days; whoever is due later is looked at again then.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create(Compare));
    private readonly TimeProvider _time;
    private readonly Action<Instance, int, int> _fired;
    private readonly ITimer _timer;

    public TimerQueue(TimeProvider time, Action<Instance, int, int> fired)
    {
        _time = time;
        _fired = fired;
        _timer = time.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Instance instance, int execution, int taskId, DateTimeOffset due)
    {
        lock (_lock)
        {
            var entry = new Entry(due, instance, execution, taskId);
            if (_entries.Add(entry) && _entries.Min == entry)
            {
                Sleep();
            }
        }
    }

    public void Remove(Instance instance, int execution, int taskId, DateTimeOffset due)
    {
        lock (_lock)
        {
            _entries.Remove(new(due, instance, execution, taskId));
        }
    }

    public void Dispose() => _timer.Dispose();

    private static int Compare(Entry one, Entry other) =>
        one.Due != other.Due ? one.Due.CompareTo(other.Due)
        : one.TaskId != other.TaskId ? one.TaskId.CompareTo(other.TaskId)
        : one.Execution != other.Execution ? one.Execution.CompareTo(other.Execution)
        : string.CompareOrdinal(one.Instance.State.Id, other.Instance.State.Id);

    private void FireDue()
    {
        List<Entry> due = [];
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            while (_entries.Min is { } first && first.Due <= now)
            {
                _entries.Remove(first);
                due.Add(first);
            }

            Sleep();
        }

        foreach (var entry in due)
        {
            _fired(entry.Instance, entry.Execution, entry.TaskId);
        }
    }

    private void Sleep()
    {
        if (_entries.Min is { } first)
        {
            var wait = first.Due - _time.GetUtcNow();
            var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
            _timer.Change(rounded < LongestSleep ? rounded : LongestSleep, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed record Entry(DateTimeOffset Due, Instance Instance, int Execution, int TaskId);
}
