using Azure.Core.Pipeline;

namespace Seedance.Emulator.Tables;

/// <summary>One connection pool for every client. A thousand callers share its connections: the local service has one thread.</summary>
internal static class TableTransport
{
    public static HttpClientTransport Shared { get; } = new(new HttpClient(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 64,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
    })
    {
        // The pipeline has a timeout of its own for each try.
        Timeout = Timeout.InfiniteTimeSpan,
    });
}
