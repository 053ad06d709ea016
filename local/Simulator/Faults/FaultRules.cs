using System.Diagnostics.CodeAnalysis;

namespace Seedance.Simulator.Faults;

/// <summary>The faults of prompts and of rules, and how many requests each has seen.</summary>
public sealed class FaultRules
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly List<(Fault Fault, string? Match)> _rules = [];

    /// <summary>Adds a fault for every request, or for those whose prompt contains <paramref name="match"/>.</summary>
    /// <param name="fault">As in a prompt, without the brackets: <c>submit.status status=500 times=1</c>.</param>
    /// <param name="match">Part of the prompt.</param>
    /// <exception cref="FormatException">There is no such fault.</exception>
    public void Add(string fault, string? match = null)
    {
        lock (_lock)
            _rules.Add((Fault.Parse(fault), match));
    }

    /// <summary>The faults that strike now. Each call counts, except for faults that <paramref name="applies"/> leaves out.</summary>
    internal FaultSet Take(string on, Submission submission, string? taskId = null, Func<FaultKind, bool>? applies = null)
    {
        // A submit has no task yet: its faults are counted by prompt.
        var owner = taskId ?? submission.Prompt;
        lock (_lock)
        {
            var prompted = submission.Faults.Select(fault => (Fault: fault, Key: $"{owner}\n{fault.Text}"));
            var ruled = _rules.Index()
                .Where(rule => rule.Item.Match is not { } match || submission.Prompt.Contains(match, StringComparison.Ordinal))
                .Select(rule => (rule.Item.Fault, Key: $"{rule.Index}"));
            return new FaultSet([.. prompted.Concat(ruled)
                .Where(asked => asked.Fault.On == on && (applies is null || applies(asked.Fault.Kind)))
                .Where(asked => asked.Fault.Strikes(Count(asked.Key)))
                .Select(asked => asked.Fault)]);
        }
    }

    private int Count(string key) => _seen[key] = _seen.GetValueOrDefault(key) + 1;
}

/// <summary>The faults that strike one request.</summary>
internal sealed record FaultSet(IReadOnlyList<Fault> All)
{
    public static FaultSet None { get; } = new([]);

    public IReadOnlyList<string>? Names => All.Count == 0 ? null : [.. All.Select(fault => fault.Kind.Name)];

    /// <summary>False where the response says that nothing was created, and no parameter says otherwise.</summary>
    public bool CreatesTask => All.All(fault =>
        fault.Kind == FaultKind.Status ? fault.Flag("created", false)
        : fault.Kind != FaultKind.Html && fault.Kind != FaultKind.Empty
            || fault.Flag("created", fault.Number("status", 200) < 400));

    public bool Has(FaultKind kind) => Find(kind) is not null;

    public bool Has(FaultKind kind, [NotNullWhen(true)] out Fault? fault) => (fault = Find(kind)) is not null;

    private Fault? Find(FaultKind kind) => All.FirstOrDefault(fault => fault.Kind == kind);
}
