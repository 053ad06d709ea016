using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Seedance.Tests.Providers;

/// <summary>A TCP server on loopback that does to each connection what a test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _connections;

    public RawServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        _loop = Task.Run(() => AcceptAsync(serve));
    }

    /// <summary>A server that reads each request and gives every one the same response.</summary>
    public static RawServer Responding(string response, Action<string>? inspect = null, byte[]? body = null) => new(async (stream, token) =>
    {
        var request = await ReadRequestAsync(stream, token);
        inspect?.Invoke(request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(response), token);
        if (body is not null) await stream.WriteAsync(body, token);
    });

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}");

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Reads until the empty line and the body after it.</summary>
    public static async Task<string> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var text = "";
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            text += Encoding.ASCII.GetString(buffer, 0, read);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || (end >= 0 && text.Length >= end + 4 + ContentLength(text))) return text;
        }
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static void Reset(NetworkStream stream) => stream.Socket.Close(0);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private static int ContentLength(string head)
    {
        var length = Regex.Match(head, "(?i)^Content-Length: ([0-9]+)", RegexOptions.Multiline);
        return length.Success ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                await serve(client.GetStream(), _stop.Token);
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException)
            {
                // The client left, and the next one may come; or the server is stopped.
            }
        }
    }
}
