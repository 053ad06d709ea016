using System.Globalization;
using System.Text.RegularExpressions;

namespace Seedance.Simulator.Faults;

/// <summary>
/// One fault as it is asked for: <c>poll.status status=503 times=2</c>, in a prompt between <c>[[fault:</c> and <c>]]</c>.
/// It strikes from the request number <see cref="After"/> + 1 on, for <see cref="Times"/> requests; null is for ever.
/// </summary>
internal sealed partial record Fault(
    string Text, FaultKind Kind, string On, IReadOnlyDictionary<string, string> Parameters, int After, int? Times)
{
    /// <exception cref="FormatException">One of the markers is wrong.</exception>
    public static IReadOnlyList<Fault> InPrompt(string prompt) =>
        [.. Marker.Matches(prompt).Select(match => Parse(match.Groups["fault"].Value))];

    /// <exception cref="FormatException">There is no such fault.</exception>
    public static Fault Parse(string text)
    {
        // Only a text has spaces, and it is the last.
        var parts = text.Split(" text=", 2);
        var words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = words.FirstOrDefault() ?? "";
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var on = dot < 0 ? null : name[..dot];
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words.Skip(1))
        {
            var pair = word.Split('=', 2);
            parameters[pair[0]] = pair.Length > 1 ? pair[1] : "true";
        }

        if (parts.Length > 1)
            parameters["text"] = parts[1];
        var after = Count(parameters, "after") ?? 0;
        var times = Count(parameters, "times");
        var kind = FaultKind.Find(name[(dot + 1)..], on, parameters);
        return new Fault(text, kind, on ?? kind.On[0], parameters, after, times);
    }

    /// <param name="seen">The number of this request among those that could meet the fault, from 1.</param>
    public bool Strikes(int seen) => seen > After && (Times is null || seen <= After + Times);

    public string? Word(string name) => Parameters.GetValueOrDefault(name);

    public long Number(string name, long otherwise) =>
        Word(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public bool Flag(string name, bool otherwise) => Word(name) is { } text ? bool.Parse(text) : otherwise;

    public TimeSpan Seconds(string name, double otherwise) =>
        TimeSpan.FromSeconds(Word(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise);

    private static int? Count(Dictionary<string, string> parameters, string name) =>
        !parameters.Remove(name, out var value) ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw new FormatException($"{name}={value} is not a count");

    // A text may be JSON, with brackets of its own.
    [GeneratedRegex(@"\[\[fault:(?<fault>.*?)\]\](?![]},])", RegexOptions.CultureInvariant)]
    private static partial Regex Marker { get; }
}
