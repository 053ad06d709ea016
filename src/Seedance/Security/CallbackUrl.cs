namespace Seedance.Security;

/// <summary>
/// The rules for a callback URL, as far as its text shows them. Nothing is resolved here: <see cref="OutboundGuard"/> checks the
/// addresses when it connects.
/// </summary>
public static partial class CallbackUrl
{
    private const int MaxLength = 2048;

    private static readonly string[] InternalSuffixes = ["localhost", "local", "internal", "intranet", "lan", "home.arpa"];

    /// <summary>Parses a URL as the caller wrote it: at most 2048 characters, no user name, and what the rules allow.</summary>
    public static bool TryParse(string text, OutboundRules rules, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        if (text.Length > MaxLength || text.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || text.Contains('\\', StringComparison.Ordinal))
            return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || !rules.Allows(parsed.Scheme, parsed.Port)) return false;
        if (parsed.UserInfo.Length > 0 || HasUserInfo(text) || !IsAllowedHost(parsed, rules)) return false;
        uri = parsed;
        return true;
    }

    /// <summary>Whether an absolute URL names a user, even an empty one: Uri does not tell "https://@host/" from none.</summary>
    internal static bool HasUserInfo(string text)
    {
        var authority = text.AsSpan(text.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny("/?#");
        return (end < 0 ? authority : authority[..end]).Contains('@');
    }

    private static bool IsAllowedHost(Uri uri, OutboundRules rules)
    {
        var host = uri.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (IPAddress.TryParse(host, out var address)) return rules.AllowPrivateNetworks || OutboundGuard.IsPublic(address);
        if (!HostName().IsMatch(host)) return false;
        return rules.AllowPrivateNetworks || (host.Contains('.', StringComparison.Ordinal)
            && !InternalSuffixes.Any(suffix => host == suffix || host.EndsWith("." + suffix, StringComparison.Ordinal)));
    }

    // The last label of a name starts with a letter; what does not is an address in a notation of its own.
    [GeneratedRegex(@"\A(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();
}
