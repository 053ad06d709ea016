using System.Diagnostics.CodeAnalysis;

namespace Seedance.Outbound;

/// <summary>The rules for a URL that a caller wants to be told at.</summary>
public static class CallbackUrl
{
    /// <summary>Parses a callback URL.</summary>
    public static bool TryParse(string text, bool allowPrivateNetworks, [NotNullWhen(true)] out Uri? uri) =>
        throw new System.Diagnostics.UnreachableException(text + allowPrivateNetworks);
}
