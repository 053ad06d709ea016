using System.Collections.Concurrent;
using System.Text.Json;

namespace Seedance.Benchmarks.Soak;

/// <summary>Where the callers of the soak are told: counts who was told what, under which message ids.</summary>
internal sealed class SoakCaller : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _messages = new();
    private int _count;

    public SoakCaller()
    {
        Url = new Uri($"http://127.0.0.1:{FreePorts.Next()}/told/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _ = ListenAsync();
    }

    public Uri Url { get; }

    public int Count => _count;

    /// <summary>The different messages that told of a task: one, if all is well.</summary>
    public int MessagesOf(string taskId) => _messages.TryGetValue(taskId, out var ids) ? ids.Distinct().Count() : 0;

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = ReceiveAsync(context);
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // Disposed: the soak is over.
        }
    }

    private async Task ReceiveAsync(HttpListenerContext context)
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.InputStream);
            _messages.GetOrAdd(body.GetProperty("id").GetString()!, _ => []).Add(context.Request.Headers["webhook-id"] ?? "");
            Interlocked.Increment(ref _count);
            context.Response.StatusCode = 204;
            context.Response.Close();
        }
        catch (Exception broken) when (broken is HttpListenerException or JsonException or IOException)
        {
            // The app was killed while it told us, and will tell us again.
        }
    }
}
