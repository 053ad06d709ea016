namespace Seedance.Functions.Options;

/// <summary>A list of hosts as a setting writes it: names separated by commas, <c>*.</c> in front for every name below.</summary>
internal sealed partial class HostList(string text)
{
    private readonly string[] _entries = Split(text);

    /// <summary>True when no host is named.</summary>
    public bool IsEmpty => _entries.Length == 0;

    /// <summary>The entries of a list.</summary>
    public static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True for what can be an entry: a host without scheme, port or path.</summary>
    public static bool IsEntry(string entry) => Entry().IsMatch(entry);

    /// <summary>True when the link's host is named.</summary>
    public bool Names(Uri link)
    {
        var host = link.IdnHost.TrimEnd('.');
        return _entries.Any(entry => entry.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length >= entry.Length && host.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(entry, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"\A(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();
}
