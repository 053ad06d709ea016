using System.Net;
using System.Net.Sockets;

namespace Seedance.Launch;

/// <summary>
/// Loopback ports nobody listened on a moment ago, below the ranges that systems take outgoing ports from. Another process
/// can still take one before it is used: what starts a server on one tries again with others.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int End = 32_768;

    public static int Next() => Next(1)[0];

    public static int[] Next(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port)) ports.Add(port);
        }

        return [.. ports];
    }

    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
