using System.Net;
using System.Net.Sockets;
using Seedance.Launch;

namespace Seedance.Emulator.Tests.Launch;

public sealed class FreePortsTests
{
    [Fact]
    public void Ports_given_together_are_different_and_can_be_listened_on()
    {
        var ports = FreePorts.Next(20);

        Assert.Equal(20, ports.Distinct().Count());
        Assert.All(ports, port => Assert.True(FreePorts.IsFree(port)));
    }

    [Fact]
    public void A_port_somebody_listens_on_is_not_free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.False(FreePorts.IsFree(((IPEndPoint)listener.LocalEndpoint).Port));
    }
}
