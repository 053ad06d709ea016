using System.Net;
using System.Net.Sockets;

namespace Seedance.Outbound;

/// <summary>Which addresses belong to nobody in particular, to this network, or to something that is not the public Internet.</summary>
internal static class PublicAddresses
{
    // IANA special-purpose registries; 168.63.129.16 is Azure's own virtual address on every machine.
    private static readonly IPNetwork[] ReservedV4 = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // All of 2000::/3 is what is given out for public use; these parts of it are not, or lead to an IPv4 address inside.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] ReservedV6 = Parse(
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !IsIn(ReservedV4, address),
            AddressFamily.InterNetworkV6 => GlobalUnicast.Contains(address) && !IsIn(ReservedV6, address),
            _ => false,
        };
    }

    private static bool IsIn(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }
        return false;
    }

    private static IPNetwork[] Parse(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
