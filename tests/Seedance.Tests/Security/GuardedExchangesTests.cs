using System.Diagnostics;

namespace Seedance.Tests.Security;

/// <summary>What a guarded request sends and takes. A listener hears the spans of all tests, so no other may run meanwhile.</summary>
[CollectionDefinition(nameof(GuardedExchangesTests), DisableParallelization = true)]
[Collection(nameof(GuardedExchangesTests))]
public sealed class GuardedExchangesTests : IDisposable
{
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
    public async Task Responses_have_limits_no_proxy_is_used_and_certificates_are_checked()
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
        Assert.Equal((32, 64 * 1024, false), (_handler.MaxResponseHeadersLength, _handler.MaxResponseDrainSize, _handler.UseProxy));
        Assert.Null(_handler.SslOptions.RemoteCertificateValidationCallback);
    }
}
