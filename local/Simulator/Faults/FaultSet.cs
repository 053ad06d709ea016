using System.Diagnostics.CodeAnalysis;

namespace Seedance.Simulator.Faults;

/// <summary>The faults that strike one request.</summary>
internal sealed class FaultSet(IReadOnlyList<Fault> faults)
{
    public static FaultSet None { get; } = new([]);

    public IReadOnlyList<Fault> All => faults;

    public IReadOnlyList<string>? Names => faults.Count == 0 ? null : [.. faults.Select(fault => fault.Name)];

    /// <summary>False where the answer says that nothing was created, and nothing says otherwise.</summary>
    public bool CreatesTask => faults.All(fault => fault.Name switch
    {
        FaultCatalogue.Status => fault.Flag("created", false),
        FaultCatalogue.Html or FaultCatalogue.Empty => fault.Flag("created", fault.Long("status", 200) < 400),
        _ => true,
    });

    public bool Has(string name) => Find(name) is not null;

    public bool Has(string name, [NotNullWhen(true)] out Fault? fault) => (fault = Find(name)) is not null;

    private Fault? Find(string name) => faults.FirstOrDefault(fault => fault.Name == name);
}
