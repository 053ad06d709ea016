using System.Globalization;

namespace Seedance.Simulator.Faults;

/// <summary>A fault by name: the points it can strike at (the first one unless said otherwise) and its parameters.</summary>
internal sealed record FaultKind(string Name, IReadOnlyList<string> On, string Meaning, IReadOnlyList<string> Parameters)
{
    private static readonly string[] Whole = ["status", "bytes", "bytesPerSecond", "percent", "count"];

    public string? Complaint(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            var valid = name switch
            {
                _ when !Parameters.Contains(name) => false,
                _ when FaultValues.Of(Name, name) is { } allowed => allowed.Contains(value),
                "created" => bool.TryParse(value, out _),
                "seconds" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0,
                _ when Whole.Contains(name) => long.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= 0,
                _ => true,
            };
            if (!valid)
                return $"fault '{Name}' does not take {name}={value}; its parameters: {string.Join(", ", Parameters)}{Choices(name)}";
        }

        return null;
    }

    private string Choices(string parameter) =>
        FaultValues.Of(Name, parameter) is { } allowed ? $"; {parameter} is one of {string.Join(", ", allowed)}" : "";
}
