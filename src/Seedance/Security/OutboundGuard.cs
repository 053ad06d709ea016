using System.Net.Sockets;
using Microsoft.Security.AntiSSRF;

namespace Seedance.Security;

/// <summary>Where requests to URLs that others chose may go.</summary>
/// <param name="AllowPrivateNetworks">Also http, every port, loopback and private addresses. Only for local work.</param>
/// <param name="Ports">The ports allowed otherwise; null is 443 alone.</param>
public sealed record OutboundRules(bool AllowPrivateNetworks, IReadOnlySet<int>? Ports = null)
{
    private const int HttpsPort = 443;

    /// <summary>Whether a request of this scheme may go to this port.</summary>
    public bool Allows(string scheme, int port)
        => AllowPrivateNetworks
            ? scheme == Uri.UriSchemeHttps || scheme == Uri.UriSchemeHttp
            : scheme == Uri.UriSchemeHttps && (Ports?.Contains(port) ?? port == HttpsPort);
}

/// <summary>
/// A request was about to leave for a destination that is not allowed. The message does not say what was found: it may reach the person
/// who chose the URL.
/// </summary>
public sealed class DestinationNotAllowedException() : HttpRequestException("not allowed")
{
    /// <summary>Whether a request failed because of this: the client wraps what is thrown while connecting.</summary>
    public static bool IsCauseOf(Exception? exception)
        => exception is DestinationNotAllowedException || (exception is not null && IsCauseOf(exception.InnerException));
}

/// <summary>Keeps requests to URLs that others chose away from internal networks.</summary>
public static class OutboundGuard
{
    // Of IPv6 only 2000::/3 is allocated for public use; the package's list has gaps outside it, such as ::10.0.0.1.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // The handler of the package is not used: it has no rule for ports, its errors name the host and are no HttpRequestException, and
    // its requests carry trace ids and leave spans with the URL.
    private static readonly IPNetwork[] NotPublic = [.. IPAddressRanges.recommendedLatest.Select(network => IPNetwork.Parse(network))];

    /// <summary>
    /// A handler that connects to allowed destinations only. It checks the addresses that it then connects to, so a name that resolves
    /// differently the second time gains nothing. No redirects, no proxy, no cookies; of a response that is not read, 64 KB at most.
    /// Requests carry no trace ids, and no trace carries the URL.
    /// </summary>
    /// <remarks>A request elsewhere fails with <see cref="DestinationNotAllowedException"/>, or one whose inner exception it is.</remarks>
    /// <param name="resolve">Finds the addresses of a name; null asks the system.</param>
    public static SocketsHttpHandler CreateHandler(
        OutboundRules rules, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
        => new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // In KB.
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 64 * 1024,
            // Without a propagator there are no spans either: such URLs are secrets and would leave with them.
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, cancellationToken)
                => ConnectAsync(rules, resolve ?? Dns.GetHostAddressesAsync, context, cancellationToken),
        };

    /// <summary>Whether an address belongs to the public Internet. IPv4 inside IPv6 counts as the IPv4 address, or as not public.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address))
            && !Array.Exists(NotPublic, network => network.Contains(address));
    }

    private static async ValueTask<Stream> ConnectAsync(
        OutboundRules rules,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken)
    {
        var scheme = context.InitialRequestMessage.RequestUri?.Scheme ?? "";
        if (!rules.Allows(scheme, context.DnsEndPoint.Port)) throw new DestinationNotAllowedException();
        // An address is not resolved: the resolver rejects 0.0.0.0, and that must count as not allowed, not as a failed request.
        IPAddress[] addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out var address)
            ? [address]
            : await resolve(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (!rules.AllowPrivateNetworks && !addresses.All(IsPublic)) throw new DestinationNotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
