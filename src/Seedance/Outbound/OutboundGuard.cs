using System.Net;

namespace Seedance.Outbound;

/// <summary>Keeps requests to URLs that others chose away from internal networks.</summary>
public static class OutboundGuard
{
    /// <summary>A handler that connects to allowed destinations only.</summary>
    public static SocketsHttpHandler CreateHandler(OutboundRules rules) => throw new System.Diagnostics.UnreachableException(rules.ToString());

    /// <summary>Whether an address belongs to the public Internet.</summary>
    public static bool IsPublic(IPAddress address) => throw new System.Diagnostics.UnreachableException(address.ToString());
}
