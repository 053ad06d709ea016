using System.Net;
using System.Net.Sockets;
using Seedance.Outbound;
using Seedance.Tests.Providers;

namespace Seedance.Tests.Outbound;

public sealed class OutboundGuardTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.255.255.255")]
    [InlineData("10.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.0")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.255")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.0")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("4000::1")]
    public void An_address_of_a_special_range_is_not_public(string address) => Assert.False(OutboundGuard.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("168.63.129.17")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700:4700::1111")]
    public void An_address_beside_them_is(string address) => Assert.True(OutboundGuard.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://localhost/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("https://8.8.8.8:22/")]
    public async Task A_request_elsewhere_is_refused_when_connecting(string url)
    {
        using var http = new HttpClient(OutboundGuard.CreateHandler(new OutboundRules(AllowPrivateNetworks: false)));

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri(url)));

        Assert.True(DestinationNotAllowedException.IsCauseOf(exception));
    }

    [Fact]
    public async Task A_name_that_leads_to_loopback_is_refused_before_a_byte_is_sent()
    {
        await using var server = new RawServer((_, token) => Task.Delay(Timeout.Infinite, token));
        var rules = new OutboundRules(false, new HashSet<int> { server.Port });
        using var http = new HttpClient(OutboundGuard.CreateHandler(rules));

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri($"https://localhost:{server.Port}/")));

        Assert.True(DestinationNotAllowedException.IsCauseOf(exception));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_the_second_time_is_refused_then()
    {
        await using var server = new RawServer((_, token) => Task.Delay(Timeout.Infinite, token));
        var answers = new Queue<IPAddress>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);
        var rules = new OutboundRules(false, new HashSet<int> { server.Port });
        using var handler = OutboundGuard.CreateHandler(rules, (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        using var http = new HttpClient(handler);
        var host = $"https://rebinding.example:{server.Port}/";
        Assert.True(CallbackUrl.TryParse(host, rules, out var url));
        Assert.True(OutboundGuard.IsPublic(answers.Dequeue()));

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(url));

        Assert.True(DestinationNotAllowedException.IsCauseOf(exception));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task One_private_address_among_public_ones_is_enough_to_refuse()
    {
        using var handler = OutboundGuard.CreateHandler(
            new OutboundRules(false), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Parse("10.0.0.1")]));
        using var http = new HttpClient(handler);

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri("https://mixed.example/")));

        Assert.True(DestinationNotAllowedException.IsCauseOf(exception));
    }

    [Fact]
    public async Task Private_networks_can_be_allowed_and_redirects_are_not_followed()
    {
        await using var server = new RawServer(async (stream, token) =>
        {
            await RawServer.ReadRequestAsync(stream, token);
            await stream.WriteAsync("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), token);
        });
        using var http = new HttpClient(OutboundGuard.CreateHandler(new OutboundRules(AllowPrivateNetworks: true)));

        using var response = await http.GetAsync(new Uri($"http://localhost:{server.Port}/"));

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_destination_that_nobody_listens_at_is_no_forbidden_one()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using var http = new HttpClient(OutboundGuard.CreateHandler(new OutboundRules(AllowPrivateNetworks: true)));

        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://127.0.0.1:{port}/")));

        Assert.False(DestinationNotAllowedException.IsCauseOf(exception));
    }
}
