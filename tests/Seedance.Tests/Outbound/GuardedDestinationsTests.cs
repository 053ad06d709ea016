using System.Net;
using Seedance.Outbound;
using Seedance.Tests.Providers;

namespace Seedance.Tests.Outbound;

/// <summary>Where a guarded request may go, seen when it connects.</summary>
public sealed class GuardedDestinationsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("2852039166")]
    [InlineData("0xa9fea9fe")]
    [InlineData("0251.0376.0251.0376")]
    [InlineData("169.16689662")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("0x0.0.0.0")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[::ffff:0:127.0.0.1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    [InlineData("[64:ff9b:1::127.0.0.1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[2001:0:7f00:1::]")]
    [InlineData("[fe80::1%251]")]
    [InlineData("127。0。0。1")]
    public async Task An_address_that_is_not_public_is_refused_in_every_notation(string host)
    {
        using var http = new HttpClient(OutboundGuard.CreateHandler(new OutboundRules(false)));

        await AssertRefusedAsync(http, new Uri($"https://{host}/"));
    }

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.5")]
    [InlineData("64:ff9b::a00:5")]
    [InlineData("2002:a00:5::1")]
    [InlineData("fd00::5")]
    public async Task A_name_is_what_it_leads_to(string address)
    {
        using var handler = OutboundGuard.CreateHandler(new OutboundRules(false), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
        using var http = new HttpClient(handler);

        await AssertRefusedAsync(http, new Uri("https://public.example/"));
    }

    [Fact]
    public async Task One_look_at_the_name_decides_and_what_was_looked_at_is_connected_to()
    {
        await using var server = new RawServer(async (stream, token) =>
        {
            var request = await RawServer.ReadRequestAsync(stream, token);
            Assert.Contains("Host: no-such-name.example:", request, StringComparison.OrdinalIgnoreCase);
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), token);
        });
        var looks = 0;
        using var handler = OutboundGuard.CreateHandler(new OutboundRules(true), (name, _) =>
        {
            Assert.Equal("no-such-name.example", name);
            looks++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        using var http = new HttpClient(handler);

        using var response = await http.GetAsync(new Uri($"http://no-such-name.example:{server.Port}/"));

        Assert.Equal((HttpStatusCode.NoContent, 1, 1), (response.StatusCode, looks, server.Connections));
    }

    [Fact]
    public async Task A_name_is_looked_at_anew_for_each_connection()
    {
        await using var server = new RawServer(async (stream, token) =>
        {
            await RawServer.ReadRequestAsync(stream, token);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), token);
        });
        var looks = 0;
        using var handler = OutboundGuard.CreateHandler(new OutboundRules(true), (_, _) =>
        {
            looks++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        using var http = new HttpClient(handler);

        for (var i = 0; i < 3; i++) (await http.GetAsync(new Uri($"http://rebinding.example:{server.Port}/"))).Dispose();

        Assert.Equal((3, 3), (looks, server.Connections));
    }

    [Theory]
    [InlineData("http://public.example/")]
    [InlineData("https://public.example:80/")]
    [InlineData("https://public.example:8443/")]
    public async Task Only_https_at_the_usual_port_goes_anywhere_and_the_name_is_not_even_looked_at(string url)
    {
        using var handler = OutboundGuard.CreateHandler(
            new OutboundRules(false), (_, _) => throw new InvalidOperationException("The name was looked at."));
        using var http = new HttpClient(handler);

        await AssertRefusedAsync(http, new Uri(url));
    }

    [Fact]
    public void A_refusal_says_nothing_of_what_was_found()
        => Assert.Equal("not allowed", new DestinationNotAllowedException().Message);

    private static async Task AssertRefusedAsync(HttpClient http, Uri url)
    {
        var exception = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(url));

        Assert.True(DestinationNotAllowedException.IsCauseOf(exception), exception.ToString());
    }
}
