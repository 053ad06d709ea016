using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Seedance.Tests.Providers;

/// <summary>How a submit ends when the connection does, on real sockets: only what surely did not leave may be sent again.</summary>
public sealed class SubmitOverSocketsTests
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_refused_connection_was_not_sent()
        => Assert.IsType<SubmitOutcome.NotSent>(await Submit(new Uri($"http://127.0.0.1:{RawServer.ClosedPort()}")));

    [Fact]
    public async Task A_failed_TLS_handshake_was_not_sent()
    {
        await using var server = new RawServer(async (stream, token) =>
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), token));

        Assert.IsType<SubmitOutcome.NotSent>(await Submit(new Uri($"https://127.0.0.1:{server.Port}")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_that_does_not_exist_and_a_host_that_does_not_respond_were_not_sent(bool exists)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, token) =>
            {
                if (exists) await Task.Delay(Timeout.Infinite, token);
                throw new SocketException((int)SocketError.HostNotFound);
            },
        };

        Assert.IsType<SubmitOutcome.NotSent>(await Submit(new Uri("http://provider.invalid"), handler));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":\"t\"", false)]
    public async Task A_connection_that_breaks_after_the_request_is_unknown(string start, bool reset)
    {
        await using var server = new RawServer(async (stream, token) =>
        {
            await RawServer.ReadRequestAsync(stream, token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), token);
            if (reset) RawServer.Reset(stream);
        });

        Assert.IsType<SubmitOutcome.Unknown>(await Submit(server.Url));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_refusal_that_breaks_off_is_still_a_refusal()
    {
        await using var server = RawServer.Responding("HTTP/1.1 401 Unauthorized\r\nContent-Length: 500\r\n\r\n{\"error\"");

        Assert.Equal(FailureCodes.ProviderAuth, Assert.IsType<SubmitOutcome.Rejected>(await Submit(server.Url)).Failure.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")]
    public async Task No_whole_response_in_time_is_unknown(string start)
    {
        var clock = new FakeTimeProvider();
        await using var server = Silent(start, () => clock.Advance(RequestTimeout));

        Assert.IsType<SubmitOutcome.Unknown>(await Submit(server.Url, clock: clock));
    }

    [Fact]
    public async Task A_cancellation_by_the_caller_is_thrown()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = Silent("", cancellation.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Submit(server.Url, cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task A_kept_connection_that_died_is_unknown_once_the_body_was_started()
    {
        var requests = 0;
        await using var server = new RawServer(async (stream, token) =>
        {
            await RawServer.ReadRequestAsync(stream, token);
            requests++;
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"t\"}"u8.ToArray(), token);
            await RawServer.ReadRequestAsync(stream, token);
            requests++;
            RawServer.Reset(stream);
        });
        using var handler = new SocketsHttpHandler();

        Assert.IsType<SubmitOutcome.Accepted>(await Submit(server.Url, handler));
        Assert.IsType<SubmitOutcome.Unknown>(await Submit(server.Url, handler));
        Assert.Equal((2, 1), (requests, server.Connections));
    }

    /// <summary>A server that starts a response and never goes on.</summary>
    private static RawServer Silent(string start, Action afterwards) => new(async (stream, token) =>
    {
        await RawServer.ReadRequestAsync(stream, token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start), token);
        afterwards();
        await Task.Delay(Timeout.Infinite, token);
    });

    private static async Task<SubmitOutcome> Submit(
        Uri url, SocketsHttpHandler? handler = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null)
        {
            BaseAddress = url,
            Timeout = RequestTimeout,
        };
        var provider = new EvoLinkProvider(http, clock ?? TimeProvider.System);
        return await provider.SubmitAsync(StubProvider.Submission(StubProvider.Text), cancellationToken);
    }
}
