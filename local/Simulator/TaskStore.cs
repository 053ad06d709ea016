using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Seedance.Simulator;

/// <summary>Every task, and the idempotency keys under which they were created.</summary>
internal sealed class TaskStore
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, SimulatorTask> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatorTask> _byKey = new(StringComparer.Ordinal);
    private readonly List<SimulatorTask> _all = [];

    /// <summary>In the order of their creation.</summary>
    public IReadOnlyList<SimulatorTask> All
    {
        get
        {
            lock (_lock)
                return [.. _all];
        }
    }

    public bool TryGet(string? id, [NotNullWhen(true)] out SimulatorTask? task)
    {
        task = null;
        return id is not null && _byId.TryGetValue(id, out task);
    }

    /// <summary>The task of this key, created by the first request under it; without a key, always a new one.</summary>
    public (SimulatorTask Task, bool IsNew) GetOrAdd(string? key, Func<SimulatorTask> create)
    {
        lock (_lock)
        {
            if (key is not null && _byKey.TryGetValue(key, out var known))
                return (known, false);
            var task = create();
            if (key is not null)
                _byKey.Add(key, task);
            _byId[task.Id] = task;
            _all.Add(task);
            return (task, true);
        }
    }
}
