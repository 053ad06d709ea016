using System.Net;
using System.Net.Sockets;
using Seedance.Tests.Providers;

namespace Seedance.Tests.Security;

/// <summary>Where a guarded request may go.</summary>
public sealed class OutboundGuardTests
{
    private static readonly OutboundRules PublicOnly = new(AllowPrivateNetworks: false);
    private static readonly OutboundRules Anywhere = new(AllowPrivateNetworks: true);

    [Fact]
    public void An_address_of_a_special_range_is_not_public() => Assert.All(
        """
        0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 168.63.129.16 169.254.169.254
        172.16.0.0 172.31.255.255 192.0.0.1 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1
        198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
        :: ::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::10.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:a00:1::1
        2620:4f:8000::1 3fff::1 fc00::1 fdff::1 fe80::1 fec0::1 ff02::1 4000::1
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        address => Assert.False(OutboundGuard.IsPublic(IPAddress.Parse(address)), address));

    [Fact]
    public void An_address_next_to_these_ranges_is_public() => Assert.All(
        """
        1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 168.63.129.17 172.15.255.255 172.32.0.0 192.167.255.255 198.20.0.0
        223.255.255.255 ::ffff:8.8.8.8 2001:4860:4860::8888 2606:4700:4700::1111
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        address => Assert.True(OutboundGuard.IsPublic(IPAddress.Parse(address)), address));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("2852039166")]
    [InlineData("0251.0376.0251.0376")]
    [InlineData("169.16689662")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[::ffff:0:127.0.0.1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[2001:0:7f00:1::]")]
    [InlineData("[fe80::1%251]")]
    [InlineData("127。0。0。1")]
    public async Task An_address_that_is_not_public_is_refused_in_every_notation(string host)
    {
        using var handler = OutboundGuard.CreateHandler(PublicOnly);

        await AssertRefusedAsync(handler, $"https://{host}/");
    }

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:10.0.0.5")]
    [InlineData("64:ff9b::a00:5")]
    [InlineData("fd00::5")]
    [InlineData("8.8.8.8 10.0.0.1")]
    public async Task A_name_that_leads_to_a_private_address_is_refused(string addresses)
    {
        using var handler = OutboundGuard.CreateHandler(
            PublicOnly, (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Split(' ').Select(IPAddress.Parse)]));

        await AssertRefusedAsync(handler, "https://public.example/");
    }

    [Theory]
    [InlineData("http://public.example/")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("https://public.example:80/")]
    [InlineData("https://public.example:8443/")]
    [InlineData("https://8.8.8.8:22/")]
    public async Task Other_schemes_and_ports_are_refused_before_the_name_is_resolved(string url)
    {
        using var handler = OutboundGuard.CreateHandler(PublicOnly, (_, _) => throw new InvalidOperationException("The name was resolved."));

        await AssertRefusedAsync(handler, url);
    }

    [Fact]
    public async Task A_name_that_resolves_differently_the_second_time_is_refused_then()
    {
        await using var server = new RawServer((_, token) => Task.Delay(Timeout.Infinite, token));
        var answers = new Queue<IPAddress>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);
        var rules = new OutboundRules(false, new HashSet<int> { server.Port });
        using var handler = OutboundGuard.CreateHandler(rules, (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        Assert.True(OutboundGuard.IsPublic(answers.Dequeue()));

        await AssertRefusedAsync(handler, $"https://rebinding.example:{server.Port}/");

        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Each_connection_goes_to_what_its_name_has_just_resolved_to()
    {
        await using var server = RawServer.Answering(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            request => Assert.Contains("Host: no-such-name.example:", request, StringComparison.OrdinalIgnoreCase));
        var resolved = new List<string>();
        using var handler = OutboundGuard.CreateHandler(Anywhere, (name, _) =>
        {
            resolved.Add(name);
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        using var http = new HttpClient(handler);

        for (var i = 0; i < 3; i++) (await http.GetAsync(new Uri($"http://no-such-name.example:{server.Port}/"))).Dispose();

        Assert.Equal(Enumerable.Repeat("no-such-name.example", 3), resolved);
        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task A_refused_connection_is_not_a_destination_that_is_not_allowed()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using var http = new HttpClient(OutboundGuard.CreateHandler(Anywhere));

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://127.0.0.1:{port}/")));

        Assert.False(DestinationNotAllowedException.IsCauseOf(exception));
    }

    [Fact]
    public void A_refusal_says_nothing_of_what_was_found() => Assert.Equal("not allowed", new DestinationNotAllowedException().Message);

    private static async Task AssertRefusedAsync(SocketsHttpHandler handler, string url)
    {
        using var http = new HttpClient(handler, disposeHandler: false);

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri(url)));

        Assert.True(DestinationNotAllowedException.IsCauseOf(exception), exception.ToString());
    }
}
