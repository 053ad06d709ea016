using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Seedance.Tests.Fuzz;

/// <summary>The rules for URLs a second time, by taking the text apart.</summary>
internal static class UrlRules
{
    public static bool IsFetchable(string url) =>
        IsPlain(url) && Authority(url, "http://", "https://") is { Length: > 0 } authority && !authority.Contains('@', StringComparison.Ordinal);

    public static string? Extension(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var path = start < 0 ? url : url[(start + 3)..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        path = slash < 0 ? "" : path[slash..].Split('?', '#')[0];
        var file = path[(path.LastIndexOf('/') + 1)..];
        var dot = file.LastIndexOf('.');
        var extension = dot > 0 ? file[(dot + 1)..].ToLowerInvariant() : "";
        return extension.Length is > 0 and <= 5 && extension.All(char.IsAsciiLetterOrDigit) && extension.Any(char.IsAsciiLetter)
            ? extension
            : null;
    }

    public static bool IsPublicCallback(string url)
    {
        if (!IsPlain(url) || Authority(url, "https://") is not { Length: > 0 } authority || authority.Contains('@', StringComparison.Ordinal))
            return false;
        var end = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        var port = end > 0 && end < authority.Length ? authority[(end + 1)..] : "443";
        var host = (end > 0 ? authority[..end] : authority).TrimEnd('.').ToLowerInvariant();
        if (port.Length > 0 && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == 443))
            return false;
        if (host.StartsWith('['))
            return IPAddress.TryParse(host.Trim('[', ']'), out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 && IsGlobal(v6);
        if (host.Any(character => character is '。' or '．' or '｡' || (char.IsDigit(character) && !char.IsAsciiDigit(character))))
            return false;
        var labels = host.Split('.');
        if (labels[^1].Length > 0 && char.IsAsciiDigit(labels[^1][0]))
            return labels.Length == 4 && labels.All(label => byte.TryParse(label, out _) && (label.Length == 1 || label[0] != '0')) && IsGlobal(labels);
        return labels.Length > 1 && labels[^1] is not ("localhost" or "local" or "internal" or "lan" or "intranet") && !host.EndsWith(".home.arpa", StringComparison.Ordinal);
    }

    private static bool IsPlain(string url) => url.Length <= 2048 && !url.Any(character => character <= ' ' || character == '\\');

    private static string? Authority(string url, params string[] schemes)
    {
        var scheme = schemes.FirstOrDefault(entry => url.StartsWith(entry, StringComparison.OrdinalIgnoreCase));
        return scheme is null ? null : url[scheme.Length..].Split('/', '?', '#')[0];
    }

    private static bool IsGlobal(string[] octets)
    {
        var (a, b, c, d) = (byte.Parse(octets[0], CultureInfo.InvariantCulture), byte.Parse(octets[1], CultureInfo.InvariantCulture),
            byte.Parse(octets[2], CultureInfo.InvariantCulture), byte.Parse(octets[3], CultureInfo.InvariantCulture));
        return !(a is 0 or 10 or 127 or >= 224 || (a == 100 && b is >= 64 and <= 127) || (a == 169 && b == 254) || (a == 172 && b is >= 16 and <= 31)
            || (a == 192 && b == 168) || (a == 192 && b == 0 && c is 0 or 2) || (a == 192 && b == 88 && c == 99) || (a == 198 && b is 18 or 19)
            || (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113) || (a == 168 && b == 63 && c == 129 && d == 16));
    }

    private static bool IsGlobal(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return (bytes[0] & 0xE0) == 0x20 && !(bytes[0] == 0x20 && bytes[1] == 0x02)
            && !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] is 0 or 0x0D);
    }
}
