using System.Globalization;

namespace Seedance.Simulator.Faults;

internal sealed record Fault(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    public string Text(string name, string otherwise) => Parameters.GetValueOrDefault(name) ?? otherwise;

    public string? Text(string name) => Parameters.GetValueOrDefault(name);

    public long Long(string name, long otherwise) =>
        Parameters.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public bool Flag(string name, bool otherwise) => Parameters.TryGetValue(name, out var text) ? bool.Parse(text) : otherwise;

    public TimeSpan Seconds(string name, double otherwise) => TimeSpan.FromSeconds(
        Parameters.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise);
}
