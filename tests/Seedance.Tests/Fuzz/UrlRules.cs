using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seedance.Tests.Fuzz;

/// <summary>The rules for URLs a second time, by taking the text apart.</summary>
internal static class UrlRules
{
    public static bool IsFetchable(string url) =>
        IsPlain(url) && Authority(url, "http://", "https://") is { Length: > 0 } authority && !NamesUser(authority);

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
        if (!IsPlain(url) || Authority(url, "https://") is not { Length: > 0 } authority || NamesUser(authority))
            return false;
        var end = authority.StartsWith('[')
            ? authority.IndexOf(']', StringComparison.Ordinal) + 1
            : authority.IndexOf(':', StringComparison.Ordinal);
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
            return Address(labels) is { } v4 && IsGlobal(v4);
        return labels.Length > 1 && labels[^1] is not ("localhost" or "local" or "internal" or "lan" or "intranet")
            && !host.EndsWith(".home.arpa", StringComparison.Ordinal);
    }

    private static bool IsPlain(string url) => Encoding.UTF8.GetByteCount(url) <= 2048 && !url.Any(character => character <= ' ' || character == '\\');

    private static bool NamesUser(string authority) => authority.Contains('@', StringComparison.Ordinal);

    private static string? Authority(string url, params string[] schemes)
    {
        var scheme = schemes.FirstOrDefault(entry => url.StartsWith(entry, StringComparison.OrdinalIgnoreCase));
        return scheme is null ? null : url[scheme.Length..].Split('/', '?', '#')[0];
    }

    // As inet_aton: decimal, octal or hexadecimal, the last part filling what is left.
    private static byte[]? Address(string[] parts)
    {
        ulong address = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            var end = isLast && parts.Length <= 4 ? 1UL << (8 * (5 - parts.Length)) : 256;
            if (parts.Length > 4 || Number(parts[i]) is not { } number || number >= end)
                return null;
            address += isLast ? number : number << (8 * (3 - i));
        }
        return [(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address];
    }

    private static ulong? Number(string text)
    {
        var (digits, radix) = text switch
        {
            ['0', 'x', ..] => (text[2..], 16),
            ['0', _, ..] => (text[1..], 8),
            _ => (text, 10),
        };
        if (digits.Length is 0 or > 12 || !digits.All(char.IsAsciiHexDigit))
            return null;
        if (digits.Any(digit => Convert.ToInt32(digit.ToString(), 16) >= radix))
            return null;
        return digits.Aggregate(0UL, (sum, digit) => (sum * (ulong)radix) + Convert.ToUInt64(digit.ToString(), 16));
    }

    private static bool IsGlobal(byte[] octets)
    {
        var (a, b, c, d) = (octets[0], octets[1], octets[2], octets[3]);
        return (a, b, c, d) switch
        {
            (0 or 10 or 127 or >= 224, _, _, _) or (100, >= 64 and <= 127, _, _) or (169, 254, _, _) or (172, >= 16 and <= 31, _, _) => false,
            (192, 168, _, _) or (192, 0, 0 or 2, _) or (192, 88, 99, _) or (198, 18 or 19, _, _) or (198, 51, 100, _) => false,
            (203, 0, 113, _) or (168, 63, 129, 16) => false,
            _ => true,
        };
    }

    private static bool IsGlobal(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return (bytes[0] & 0xE0) == 0x20 && !(bytes[0] == 0x20 && bytes[1] == 0x02)
            && !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] is 0 or 0x0D);
    }
}
