using System.Diagnostics.CodeAnalysis;

namespace Seedance.Simulator.Faults;

/// <summary>The faults that prompts ask for, and how many requests each has seen.</summary>
internal sealed class FaultRules
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>The faults that strike now. Each call counts, except for faults that <paramref name="applies"/> leaves out.</summary>
    public FaultSet Take(string on, Submission submission, string? taskId = null, Func<FaultKind, bool>? applies = null)
    {
        // A submit has no task yet: its faults are counted by prompt.
        var owner = taskId ?? submission.Prompt;
        lock (_lock)
        {
            return new FaultSet([.. submission.Faults
                .Where(fault => fault.On == on && (applies is null || applies(fault.Kind)))
                .Where(fault => fault.Strikes(Count($"{owner}\n{fault.Text}")))]);
        }
    }

    private int Count(string key) => _seen[key] = _seen.GetValueOrDefault(key) + 1;
}

/// <summary>The faults that strike one request.</summary>
internal sealed record FaultSet(IReadOnlyList<Fault> All)
{
    private static readonly FaultKind[] Bodies = [FaultKind.Status, FaultKind.Body, FaultKind.Html, FaultKind.Empty];

    public static FaultSet None { get; } = new([]);

    public IReadOnlyList<string>? Names => All.Count == 0 ? null : [.. All.Select(fault => fault.Kind.Name)];

    /// <summary>False where the response says that nothing was created, and no parameter says otherwise.</summary>
    public bool CreatesTask => All.Where(fault => Bodies.Contains(fault.Kind)).All(fault =>
        fault.Flag("created", fault.Number("status", fault.Kind == FaultKind.Status ? 500 : 200) < 400));

    public bool Has(FaultKind kind) => Find(kind) is not null;

    public bool Has(FaultKind kind, [NotNullWhen(true)] out Fault? fault) => (fault = Find(kind)) is not null;

    private Fault? Find(FaultKind kind) => All.FirstOrDefault(fault => fault.Kind == kind);
}
