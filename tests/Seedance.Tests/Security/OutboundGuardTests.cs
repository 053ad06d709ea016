namespace Seedance.Tests.Security;

/// <summary>Where a guarded request may go.</summary>
public sealed class OutboundGuardTests
{
    private static readonly OutboundRules Anywhere = new(AllowPrivateNetworks: true);

    [Theory]
    [InlineData(false,
        """
        0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 168.63.129.16 169.254.169.254
        172.16.0.0 172.31.255.255 192.0.0.1 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1
        198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
        :: ::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::10.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:a00:1::1
        2620:4f:8000::1 3fff::1 fc00::1 fdff::1 fe80::1 fec0::1 ff02::1 4000::1
        """)]
    [InlineData(true,
        """
        1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 168.63.129.17 172.15.255.255 172.32.0.0 192.167.255.255 198.20.0.0
        223.255.255.255 ::ffff:8.8.8.8 2001:4860:4860::8888 2606:4700:4700::1111
        """)]
    public void An_address_of_a_special_range_is_not_public_and_its_neighbours_are(bool isPublic, string addresses) => Assert.All(
        addresses.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        address => Assert.True(isPublic == OutboundGuard.IsPublic(IPAddress.Parse(address)), address));

    [Fact]
    public async Task An_address_that_is_not_public_is_refused_in_every_notation()
    {
        string[] hosts =
        [
            "localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "2852039166", "0251.0376.0251.0376",
            "169.16689662", "0.0.0.0", "0", "[::]", "[::1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]",
            "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1%251]", "127。0。0。1",
        ];
        foreach (var host in hosts) await AssertRefusedAsync($"https://{host}/", null);
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_refused()
    {
        foreach (var addresses in new[] { "10.0.0.5", "169.254.169.254", "::ffff:10.0.0.5", "64:ff9b::a00:5", "8.8.8.8 10.0.0.1" })
        {
            await AssertRefusedAsync(
                "https://public.example/", (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Split(' ').Select(IPAddress.Parse)]));
        }
    }

    [Fact]
    public async Task Other_schemes_and_ports_are_refused_before_the_name_is_resolved()
    {
        foreach (var url in new[] { "http://public.example/", "http://8.8.8.8/", "https://public.example:80/", "https://8.8.8.8:22/" })
            await AssertRefusedAsync(url, (_, _) => throw new InvalidOperationException("The name was resolved."));
    }

    [Fact]
    public async Task Each_connection_goes_to_what_its_name_has_just_resolved_to()
    {
        await using var server = RawServer.Responding(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            request => Assert.Contains("Host: no-such-name.example:", request, StringComparison.OrdinalIgnoreCase));
        var resolved = new List<string>();
        using var http = new HttpClient(OutboundGuard.CreateHandler(Anywhere, (name, _) =>
        {
            resolved.Add(name);
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        }));

        for (var i = 0; i < 3; i++) (await http.GetAsync(new Uri($"http://no-such-name.example:{server.Port}/"))).Dispose();

        Assert.Equal(Enumerable.Repeat("no-such-name.example", 3), resolved);
        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task A_refused_connection_is_not_a_destination_that_is_not_allowed()
    {
        using var http = new HttpClient(OutboundGuard.CreateHandler(Anywhere));

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => http.GetAsync(new Uri($"http://127.0.0.1:{RawServer.ClosedPort()}/")));

        Assert.False(DestinationNotAllowedException.IsCauseOf(exception));
        Assert.Equal("not allowed", new DestinationNotAllowedException().Message);
    }

    private static async Task AssertRefusedAsync(string url, Func<string, CancellationToken, Task<IPAddress[]>>? resolve)
    {
        using var http = new HttpClient(OutboundGuard.CreateHandler(new OutboundRules(AllowPrivateNetworks: false), resolve));

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri(url)));

        Assert.True(DestinationNotAllowedException.IsCauseOf(exception), $"{url}: {exception}");
    }
}
