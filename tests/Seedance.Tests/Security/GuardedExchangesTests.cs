using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Seedance.Tests.Providers;

namespace Seedance.Tests.Security;

/// <summary>What a guarded request sends, takes and waits for. The proxy of the process is global, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(GuardedExchangesTests), DisableParallelization = true)]
[Collection(nameof(GuardedExchangesTests))]
public sealed class GuardedExchangesTests : IDisposable
{
    private const string NoContent = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private readonly SocketsHttpHandler _handler = OutboundGuard.CreateHandler(new OutboundRules(AllowPrivateNetworks: true));
    private readonly HttpClient _http;

    public GuardedExchangesTests() => _http = new HttpClient(_handler);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_request_has_no_header_of_its_own_leaves_no_span_and_follows_no_redirect()
    {
        var (requests, tags) = (new List<string>(), new List<string>());
        await using var server = RawServer.Responding(
            "HTTP/1.1 302 No\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", requests.Add);
        using var source = new ActivitySource("guarded-exchanges-tests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => tags.AddRange(activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")),
        };
        ActivitySource.AddActivityListener(listener);
        using (source.StartActivity("delivery"))
        {
            for (var i = 0; i < 2; i++)
            {
                using var response = await _http.GetAsync(new Uri(server.Url, "/hook/a-secret"));
                Assert.Equal(HttpStatusCode.Found, response.StatusCode);
            }
        }

        Assert.Equal(Enumerable.Repeat($"GET /hook/a-secret HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\n\r\n", 2), requests);
        Assert.DoesNotContain(tags.ToList(), tag => tag.Contains("a-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_the_environment_names_is_not_used()
    {
        await using var proxy = RawServer.Responding("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var server = RawServer.Responding(NoContent);
        var usual = HttpClient.DefaultProxy;
        // What HTTP_PROXY, HTTPS_PROXY and ALL_PROXY are read into when the process makes its first request.
        HttpClient.DefaultProxy = new WebProxy(proxy.Url);
        try
        {
            using var plain = new HttpClient();

            using var direct = await _http.GetAsync(server.Url);
            using var proxied = await plain.GetAsync(server.Url);

            Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.BadGateway), (direct.StatusCode, proxied.StatusCode));
        }
        finally
        {
            HttpClient.DefaultProxy = usual;
        }
    }

    [Fact]
    public async Task A_body_that_never_ends_is_not_read()
    {
        var sent = 0L;
        var closed = new TaskCompletionSource();
        await using var server = new RawServer(async (stream, token) =>
        {
            await RawServer.ReadRequestAsync(stream, token);
            try
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), token);
                var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 0x10000) + "\r\n");
                for (; ; sent += 0x10000) await stream.WriteAsync(chunk, token);
            }
            finally
            {
                closed.TrySetResult();
            }
        });

        (await _http.GetAsync(server.Url, HttpCompletionOption.ResponseHeadersRead)).Dispose();
        await closed.Task;

        // What the two sockets hold comes on top of what is read.
        Assert.InRange(sent, 0, 32 * 1024 * 1024);
        Assert.Equal(64 * 1024, _handler.MaxResponseDrainSize);
    }

    [Fact]
    public async Task Headers_that_never_end_are_not_read()
    {
        await using var server = new RawServer(async (stream, token) =>
        {
            await RawServer.ReadRequestAsync(stream, token);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), token);
            var header = Encoding.ASCII.GetBytes($"X-Filler: {new string('x', 1000)}\r\n");
            while (true) await stream.WriteAsync(header, token);
        });

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(server.Url));

        Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, exception.HttpRequestError);
        Assert.Equal(32, _handler.MaxResponseHeadersLength);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_refused()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var server = new RawServer(async (stream, token) =>
        {
            await using var secure = new SslStream(stream);
            try
            {
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, token);
                await secure.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), token);
            }
            catch (AuthenticationException)
            {
                // The client refuses the certificate, as it should.
            }
        });

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(new Uri($"https://localhost:{server.Port}/")));

        Assert.Equal(HttpRequestError.SecureConnectionError, exception.HttpRequestError);
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://slow.example")]
    public async Task The_client_s_timeout_covers_resolving_connecting_and_the_response(string host)
    {
        await using var server = new RawServer((_, token) => Task.Delay(Timeout.Infinite, token));
        using var http = new HttpClient(OutboundGuard.CreateHandler(new OutboundRules(AllowPrivateNetworks: true), async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return [];
        })) { Timeout = TimeSpan.FromMilliseconds(300) };

        await Assert.ThrowsAsync<TaskCanceledException>(() => http.GetAsync(new Uri($"{host}:{server.Port}/")));
    }
}
