namespace Seedance.Outbound;

/// <summary>Where requests to URLs that others chose may go.</summary>
/// <param name="AllowPrivateNetworks">Also http, every port, loopback and private addresses. Only for local work.</param>
/// <param name="Ports">The ports allowed otherwise; null is 443 alone.</param>
public sealed record OutboundRules(bool AllowPrivateNetworks, IReadOnlySet<int>? Ports = null)
{
    private const int HttpsPort = 443;

    /// <summary>Whether a request of this scheme may go to this port.</summary>
    public bool Allows(string scheme, int port) =>
        AllowPrivateNetworks
            ? scheme == Uri.UriSchemeHttps || scheme == Uri.UriSchemeHttp
            : scheme == Uri.UriSchemeHttps && (Ports?.Contains(port) ?? port == HttpsPort);
}
