using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Seedance.Outbound;
using Seedance.Tests.Providers;

namespace Seedance.Tests.Outbound;

/// <summary>What a guarded request sends, takes and waits for.</summary>
public sealed class GuardedExchangesTests
{
    private static readonly OutboundRules Anywhere = new(AllowPrivateNetworks: true);

    [Fact]
    public async Task Nothing_is_sent_but_what_was_asked_for()
    {
        var requests = new List<string>();
        await using var server = new RawServer(async (stream, token) =>
        {
            requests.Add(await RawServer.ReadRequestAsync(stream, token));
            await stream.WriteAsync(
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nSet-Cookie: a=b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), token);
        });
        using var http = new HttpClient(OutboundGuard.CreateHandler(Anywhere));
        using var activity = new Activity("a-function-that-runs").Start();

        for (var i = 0; i < 2; i++) (await http.GetAsync(server.Url)).Dispose();

        Assert.Equal(2, requests.Count);
        Assert.All(requests, request => Assert.Equal($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\n\r\n", request));
    }

    [Fact]
    public async Task No_trace_learns_the_address()
    {
        await using var server = Answering("HTTP/1.1 204 No Content\r\n\r\n");
        var seen = new List<string>();
        using var parent = new ActivitySource("guarded-exchanges-tests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.AddRange(activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")),
        };
        ActivitySource.AddActivityListener(listener);
        using var http = new HttpClient(OutboundGuard.CreateHandler(Anywhere));

        using (parent.StartActivity("delivery")) (await http.GetAsync(new Uri(server.Url, "/hook/a-secret"))).Dispose();

        Assert.DoesNotContain(seen.ToList(), tag => tag.Contains("a-secret", StringComparison.Ordinal));
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
        using var handler = OutboundGuard.CreateHandler(Anywhere);
        using var http = new HttpClient(handler);

        (await http.GetAsync(server.Url, HttpCompletionOption.ResponseHeadersRead)).Dispose();
        await closed.Task;

        // What the two sockets hold comes on top of what is read.
        Assert.InRange(sent, 0, 32 * 1024 * 1024);
        Assert.Equal(64 * 1024, handler.MaxResponseDrainSize);
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
        using var handler = OutboundGuard.CreateHandler(Anywhere);
        using var http = new HttpClient(handler);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(server.Url));

        Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, exception.HttpRequestError);
        Assert.Equal(32, handler.MaxResponseHeadersLength);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_taken()
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
                // As it should be.
            }
        });
        using var http = new HttpClient(OutboundGuard.CreateHandler(Anywhere));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"https://localhost:{server.Port}/")));

        Assert.Equal(HttpRequestError.SecureConnectionError, exception.HttpRequestError);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task One_patience_covers_connecting_and_the_answer(string scheme)
    {
        await using var server = new RawServer((_, token) => Task.Delay(Timeout.Infinite, token));
        using var http = new HttpClient(OutboundGuard.CreateHandler(Anywhere)) { Timeout = TimeSpan.FromMilliseconds(300) };

        await Assert.ThrowsAsync<TaskCanceledException>(() => http.GetAsync(new Uri($"{scheme}://127.0.0.1:{server.Port}/")));
    }

    [Fact]
    public async Task It_covers_finding_the_address_too()
    {
        using var handler = OutboundGuard.CreateHandler(Anywhere, async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return [];
        });
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromMilliseconds(300) };

        await Assert.ThrowsAsync<TaskCanceledException>(() => http.GetAsync(new Uri("http://slow.example/")));
    }

    private static RawServer Answering(string answer) => new(async (stream, token) =>
    {
        await RawServer.ReadRequestAsync(stream, token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), token);
    });
}
