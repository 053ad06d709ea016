namespace Seedance.Functions.Options;

/// <summary>
/// The hosts that downloads may come from, as a setting writes them: names separated by commas, <c>*.</c> in front for every name below,
/// and a port where it is not 443. An empty list is every host.
/// </summary>
/// <param name="text">The setting.</param>
/// <param name="anyAddress">True for local work: http, and every port of a host that is listed without one.</param>
internal sealed partial class HostList(string text, bool anyAddress = false)
{
    private const int HttpsPort = 443;

    private readonly (string Host, int? Port)[] _entries = [.. Split(text).Select(Parse)];

    public static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True for a host, with or without a port, but without scheme or path.</summary>
    public static bool IsEntry(string entry) => Entry().IsMatch(entry) && Parse(entry).Port is null or (>= 1 and <= 65535);

    /// <summary>The ports that downloads may use.</summary>
    public static HashSet<int> PortsOf(string text) => [HttpsPort, .. Split(text).Select(entry => Parse(entry).Port).OfType<int>()];

    /// <summary>
    /// Where to ask for a link: at the link itself, or, where its scheme or port is not allowed, at port 443 of its host over https. Null
    /// when the host is not allowed.
    /// </summary>
    public Uri? AddressOf(Uri link)
    {
        var isAllowed = anyAddress || (link.Scheme == Uri.UriSchemeHttps && (link.Port == HttpsPort || Lists(link)));
        var address = isAllowed ? link : new UriBuilder(link) { Scheme = Uri.UriSchemeHttps, Port = HttpsPort }.Uri;
        return _entries.Length == 0 || Lists(address) ? address : null;
    }

    private static (string Host, int? Port) Parse(string entry) => entry.Split(':') is [var host, var port]
        ? (host, int.TryParse(port, CultureInfo.InvariantCulture, out var number) ? number : 0)
        : (entry, null);

    private bool Lists(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        return _entries.Any(entry => (entry.Port ?? (anyAddress ? address.Port : HttpsPort)) == address.Port
            && (entry.Host.StartsWith("*.", StringComparison.Ordinal)
                ? host.Length >= entry.Host.Length && host.EndsWith(entry.Host[1..], StringComparison.OrdinalIgnoreCase)
                : host.Equals(entry.Host, StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex(@"\A(\*\.)?\b[A-Za-z0-9_-]+\b(\.\b[A-Za-z0-9_-]+\b)*(:[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();
}
