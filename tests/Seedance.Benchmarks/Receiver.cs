namespace Seedance.Benchmarks;

/// <summary>A caller's server: counts the messages that tell of each task, by their ids.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _messages = new();

    public Receiver()
    {
        Url = new Uri($"http://127.0.0.1:{FreePorts.Next()}/told/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _ = ListenAsync();
    }

    public Uri Url { get; }

    public int Count => _messages.Values.Sum(ids => ids.Count);

    /// <summary>The different messages that told of a task: one, if all is well.</summary>
    public int MessagesOf(string taskId) => _messages.TryGetValue(taskId, out var ids) ? ids.Distinct().Count() : 0;

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.InputStream);
                _messages.GetOrAdd(body.GetProperty("id").GetString()!, _ => []).Add(context.Request.Headers["webhook-id"] ?? "");
                context.Response.StatusCode = 204;
                context.Response.Close();
            }
            catch (Exception broken) when (broken is HttpListenerException or ObjectDisposedException or JsonException or IOException)
            {
                // The app was killed while it sent the message, and will send it again; or this is disposed.
            }
        }
    }
}
