using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Seedance.Simulator.Tasks;

/// <summary>Every task there is, the idempotency keys they were created under, and the credits they hold.</summary>
internal sealed class TaskStore(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, GenerationTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[] Fingerprint, GenerationTask Task)> _keys = new(StringComparer.Ordinal);
    private List<GenerationTask> _inOrder = [];
    private decimal _reserved;

    public bool TryGet(string id, [NotNullWhen(true)] out GenerationTask? task) => _tasks.TryGetValue(id, out task);

    public IReadOnlyList<GenerationTask> InOrder()
    {
        lock (_lock)
            return [.. _inOrder];
    }

    /// <summary>Looks a key up; <paramref name="conflict"/> when it was used with another body.</summary>
    public bool TryReplay(string? key, ReadOnlySpan<byte> body, [NotNullWhen(true)] out GenerationTask? task, out bool conflict)
    {
        task = null;
        conflict = false;
        lock (_lock)
        {
            if (key is null || !_keys.TryGetValue(key, out var known))
                return false;
            conflict = !known.Fingerprint.AsSpan().SequenceEqual(SHA256.HashData(body));
            task = conflict ? null : known.Task;
            return task is not null;
        }
    }

    /// <summary>Adds a paid task, unless its key is taken meanwhile or the balance does not cover it.</summary>
    public AddOutcome TryAdd(GenerationTask task, string? key, ReadOnlySpan<byte> body, decimal balance)
    {
        lock (_lock)
        {
            if (key is not null && _keys.ContainsKey(key))
                return AddOutcome.KeyTaken;
            if (_reserved + task.Order.CreditsReserved > balance && UsedLocked() + task.Order.CreditsReserved > balance)
                return AddOutcome.InsufficientCredits;
            _reserved += task.Order.CreditsReserved;
            if (key is not null)
                _keys[key] = (SHA256.HashData(body), task);
            _tasks[task.Id] = task;
            _inOrder.Add(task);
            return AddOutcome.Added;
        }
    }

    public decimal Used()
    {
        lock (_lock)
            return UsedLocked();
    }

    public void Reset()
    {
        lock (_lock)
        {
            _tasks.Clear();
            _keys.Clear();
            _inOrder = [];
            _reserved = 0;
        }
    }

    /// <summary>Credits of a task: reserved while it runs, used when completed, given back when failed or cancelled.</summary>
    public static decimal CreditsOf(GenerationTask task, TaskState state) => state switch
    {
        TaskState.Completed => task.Order.CreditsUsed,
        TaskState.Failed or TaskState.Cancelled => 0,
        _ => task.Order.CreditsReserved,
    };

    private decimal UsedLocked()
    {
        var now = time.GetUtcNow();
        return _inOrder.Sum(task => CreditsOf(task, task.At(now).State));
    }
}
