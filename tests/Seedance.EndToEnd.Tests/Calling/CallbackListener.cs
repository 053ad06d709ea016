using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Seedance.EndToEnd.Tests.Calling;

/// <summary>Where a caller of the service wants to be told.</summary>
internal sealed class CallbackListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<Delivery> _deliveries = [];
    private readonly WebApplication _app;
    private readonly Func<int, HttpContext, Task<int>> _respond;
    private int _count;

    private CallbackListener(Func<int, HttpContext, Task<int>> respond, int port)
    {
        _respond = respond;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public Uri Url => new(new Uri(_app.Urls.First()), "video-is-ready");

    public IReadOnlyList<Delivery> Deliveries => [.. _deliveries];

    public static Task<CallbackListener> StartAsync() => StartAsync((_, _) => Task.FromResult(StatusCodes.Status204NoContent));

    /// <summary>Returns this status and header once, then 204.</summary>
    public static Task<CallbackListener> RefusingOnceAsync(int status, string header = "Server", string value = "")
        => StartAsync((number, context) =>
        {
            if (number == 1) context.Response.Headers[header] = value;
            return Task.FromResult(number == 1 ? status : 204);
        });

    /// <param name="respond">The status, given the number of the delivery, from 1.</param>
    /// <param name="port">Where to listen; 0 is any free port.</param>
    public static async Task<CallbackListener> StartAsync(Func<int, HttpContext, Task<int>> respond, int port = 0)
    {
        var listener = new CallbackListener(respond, port);
        await listener._app.StartAsync();
        return listener;
    }

    public Task<IReadOnlyList<Delivery>> DeliveredAsync(int count) => Eventually.ReadAsync(
        $"Delivery {count} of the callback", () => Task.FromResult(Deliveries), deliveries => deliveries.Count >= count);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var (request, headers) = (context.Request, context.Request.Headers);
        _deliveries.Enqueue(new Delivery(
            request.Method, request.ContentType, $"{headers["webhook-id"]}", $"{headers["webhook-timestamp"]}",
            $"{headers["webhook-signature"]}", $"{headers.UserAgent}", body.ToArray()));
        context.Response.StatusCode = await _respond(Interlocked.Increment(ref _count), context);
    }
}

internal sealed record Delivery(
    string Method, string? ContentType, string Id, string Timestamp, string Signature, string UserAgent, byte[] Body)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Standard Webhooks 1.0.0, checked as a receiver would.</summary>
    public void AssertGenuine()
    {
        Assert.Equal("POST", Method);
        Assert.StartsWith("application/json", ContentType, StringComparison.Ordinal);
        Assert.NotEmpty(Id);
        Assert.StartsWith("Seedance.Functions/", UserAgent, StringComparison.Ordinal);
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));
        Assert.InRange(TimeProvider.System.GetUtcNow() - sent, -Tolerance, Tolerance);

        var key = Convert.FromBase64String(Callers.CallbackSecret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body];
        Assert.Contains($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}", Signature.Split(' '));
    }
}
