using System.Net;
using System.Text;
using Seedance.Outbound;
using Seedance.Tests.Providers;

namespace Seedance.Tests.Outbound;

/// <summary>The proxy of the process is everybody's, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(OutboundProxyTests), DisableParallelization = true)]
[Collection(nameof(OutboundProxyTests))]
public sealed class OutboundProxyTests
{
    [Fact]
    public async Task A_proxy_that_the_environment_names_is_not_used()
    {
        await using var proxy = Answering("502 Bad Gateway");
        await using var server = Answering("204 No Content");
        var usual = HttpClient.DefaultProxy;
        // What HTTP_PROXY, HTTPS_PROXY and ALL_PROXY are read into when the process makes its first request.
        HttpClient.DefaultProxy = new WebProxy(proxy.Url);
        try
        {
            using var guarded = new HttpClient(OutboundGuard.CreateHandler(new OutboundRules(AllowPrivateNetworks: true)));
            using var plain = new HttpClient();

            using var direct = await guarded.GetAsync(server.Url);
            using var proxied = await plain.GetAsync(server.Url);

            Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.BadGateway), (direct.StatusCode, proxied.StatusCode));
            Assert.Equal((1, 1), (server.Connections, proxy.Connections));
        }
        finally
        {
            HttpClient.DefaultProxy = usual;
        }
    }

    private static RawServer Answering(string status) => new(async (stream, token) =>
    {
        await RawServer.ReadRequestAsync(stream, token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), token);
    });
}
