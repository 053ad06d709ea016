namespace Seedance.Emulator.Durable;

/// <summary>The committed histories of the instances that ran last, up to a total number of events.</summary>
internal sealed class HistoryCache(int maxEvents)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(Instance Instance, IReadOnlyList<HistoryEvent> Events)> _byUse = new();
    private readonly Dictionary<Instance, LinkedListNode<(Instance Instance, IReadOnlyList<HistoryEvent> Events)>> _nodes = [];
    private int _count;

    public IReadOnlyList<HistoryEvent>? Take(Instance instance)
    {
        lock (_lock)
        {
            return Detach(instance);
        }
    }

    public void Put(Instance instance, IReadOnlyList<HistoryEvent> events)
    {
        lock (_lock)
        {
            Detach(instance);
            _nodes[instance] = _byUse.AddFirst((instance, events));
            _count += events.Count;
            while (_count > maxEvents && _byUse.Last is { } oldest)
            {
                Detach(oldest.Value.Instance);
            }
        }
    }

    private IReadOnlyList<HistoryEvent>? Detach(Instance instance)
    {
        if (!_nodes.Remove(instance, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        _count -= node.Value.Events.Count;
        return node.Value.Events;
    }
}
