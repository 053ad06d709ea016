using System.Globalization;
using System.Text.RegularExpressions;

namespace Seedance.Simulator.Faults;

/// <summary>A fault asked for inside a prompt: <c>[[fault:poll.status status=500 times=2]]</c>.</summary>
internal sealed partial record PromptMarker(string Text, string On, Fault Fault, int After, int? Times)
{
    public static IReadOnlyList<PromptMarker> In(string? prompt) =>
        prompt is null || !prompt.Contains("[[fault:", StringComparison.Ordinal)
            ? []
            : [.. Pattern.Matches(prompt).Select(Parse)];

    [GeneratedRegex(@"\[\[fault:(?<name>[a-z_.]+)(?<parameters>[^\]]*)\]\]", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    private static PromptMarker Parse(Match match)
    {
        var text = match.Value;
        var name = match.Groups["name"].Value;
        var words = match.Groups["parameters"].Value;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var on = dot < 0 ? null : name[..dot];
        name = name[(dot + 1)..];
        var parameters = words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? Value(pair[0], pair[1]) : "true", StringComparer.Ordinal);
        var times = Count(text, parameters, "times");
        var after = Count(text, parameters, "after") ?? 0;
        if (FaultCatalogue.Complaint(name, on, parameters) is { } complaint)
            throw new FormatException($"{text}: {complaint}");
        return new PromptMarker(text, on ?? FaultCatalogue.All[name].On[0], new Fault(name, parameters), after, times);
    }

    private static string Value(string parameter, string text) =>
        parameter is "message" or "retryAfter" ? text.Replace('_', ' ') : text;

    private static int? Count(string text, Dictionary<string, string> parameters, string name) =>
        !parameters.Remove(name, out var value) ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw new FormatException($"{text}: {name} is a count");
}
