using System.Collections.Concurrent;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>How far the sweep came in each client's open tasks. Forgotten with the process: then it begins with the oldest again.</summary>
public sealed class SweepPosition
{
    private readonly ConcurrentDictionary<string, TaskId> _last = new();

    /// <summary>The last task looked at, or null to begin with the oldest.</summary>
    public TaskId? Of(string client) => _last.TryGetValue(client, out var id) ? id : null;

    /// <summary>Notes the last task looked at; null when the end was reached.</summary>
    public void Set(string client, TaskId? id)
    {
        if (id is { } last) _last[client] = last;
        else _last.TryRemove(client, out _);
    }
}
