using System.Net;
using System.Net.Sockets;

namespace Seedance.Simulator.Tasks;

/// <summary>The addresses that EvoLink's documents prohibit in callback URLs: 127, 10, 172.16 to 31 and 192.168.</summary>
internal static class PrivateHosts
{
    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
    ];

    public static bool Contains(Uri uri)
    {
        if (uri.IsLoopback)
            return true;
        return IPAddress.TryParse(uri.Host, out var address)
            && address.AddressFamily == AddressFamily.InterNetwork
            && Networks.Any(network => network.Contains(address));
    }
}
