using System.Net;
using System.Net.Sockets;

namespace Seedance.Outbound;

/// <summary>Keeps requests to URLs that others chose away from internal networks.</summary>
public static class OutboundGuard
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private const int MaxHeaderKilobytes = 32;
    private const int MaxUnreadBytes = 64 * 1024;

    /// <summary>
    /// A handler that connects to allowed destinations only. The check is made on the addresses that are then connected to, so
    /// that a name which resolves differently the second time gains nothing. No redirects, no proxy, no cookies; of an answer that
    /// nobody wants to read, 64 KB at the most. What is sent carries no trace ids, and no trace carries the address.
    /// </summary>
    /// <remarks>A request elsewhere fails with <see cref="DestinationNotAllowedException"/>, or one whose inner exception it is.</remarks>
    public static SocketsHttpHandler CreateHandler(OutboundRules rules) => CreateHandler(rules, Dns.GetHostAddressesAsync);

    internal static SocketsHttpHandler CreateHandler(
        OutboundRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve) => new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = MaxUnreadBytes,
            // No spans: such URLs are secrets, and would leave with them. Nor are strangers told the service's trace.
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(rules, resolve, context, cancellationToken),
        };

    /// <summary>Whether an address belongs to the public Internet. IPv4 inside IPv6 counts as what it leads to, or as not public.</summary>
    public static bool IsPublic(IPAddress address) => PublicAddresses.Contains(address);

    private static async ValueTask<Stream> ConnectAsync(
        OutboundRules rules,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken)
    {
        var scheme = context.InitialRequestMessage.RequestUri?.Scheme ?? "";
        if (!rules.Allows(scheme, context.DnsEndPoint.Port))
            throw new DestinationNotAllowedException();
        // An address is taken as it is: the resolver knows no answer to 0.0.0.0, and the refusal must not look like trouble on the way.
        IPAddress[] addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out var address)
            ? [address]
            : await resolve(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        if (!rules.AllowPrivateNetworks && !addresses.All(IsPublic))
            throw new DestinationNotAllowedException();
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
