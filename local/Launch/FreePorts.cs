using System.Net;
using System.Net.Sockets;

namespace Seedance.Launch;

/// <summary>
/// Loopback ports nobody listened on a moment ago. Another process can take one before it is used: whoever starts a
/// server on one tries again with others.
/// </summary>
public static class FreePorts
{
    public static int Next() => Next(1)[0];

    public static int[] Next(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listeners.Add(listener);
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
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
