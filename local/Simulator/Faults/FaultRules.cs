namespace Seedance.Simulator.Faults;

internal sealed class FaultRules
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _markerSeen = new(StringComparer.Ordinal);
    private readonly List<FaultRule> _rules = [];
    private int _lastId;

    public FaultRule Add(string on, Fault fault, string? provider, string? match, int after, int? times)
    {
        lock (_lock)
        {
            var rule = new FaultRule(++_lastId, on, fault, provider, match, after, times);
            _rules.Add(rule);
            return rule;
        }
    }

    public IReadOnlyList<FaultRule> All()
    {
        lock (_lock)
            return [.. _rules.Select(rule => rule with { })];
    }

    public bool Remove(int id)
    {
        lock (_lock)
            return _rules.RemoveAll(rule => rule.Id == id) > 0;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
            _markerSeen.Clear();
        }
    }

    /// <summary>The faults that strike now. Asking counts: a fault that <paramref name="applies"/> refuses is not counted.</summary>
    public FaultSet Take(FaultTarget target, Func<string, bool>? applies = null)
    {
        applies ??= _ => true;
        lock (_lock)
        {
            var faults = new List<Fault>();
            foreach (var marker in target.Markers.Where(marker => marker.On == target.On && applies(marker.Fault.Name)))
            {
                if (Strikes(CountMarker(marker, target), marker.After, marker.Times))
                    faults.Add(marker.Fault);
            }

            foreach (var rule in _rules.Where(rule => rule.Matches(target) && applies(rule.Fault.Name)))
            {
                if (Strikes(++rule.Seen, rule.After, rule.Times))
                {
                    rule.Fired++;
                    faults.Add(rule.Fault);
                }
            }

            return new FaultSet(faults);
        }
    }

    private static bool Strikes(int seen, int after, int? times) => seen > after && (times is null || seen <= after + times);

    private int CountMarker(PromptMarker marker, FaultTarget target)
    {
        if (marker is { After: 0, Times: null })
            return 1;
        var key = $"{target.TaskId ?? target.Prompt}\n{marker.Text}";
        return _markerSeen[key] = _markerSeen.GetValueOrDefault(key) + 1;
    }
}
