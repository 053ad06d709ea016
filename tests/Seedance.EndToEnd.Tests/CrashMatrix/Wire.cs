using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>
/// Stands between the app and one of its servers, and asks the kill switch before a request goes on and before its response goes
/// back. Storage signs paths and not hosts, so signed requests pass as they are.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int LargestBody = 16 * 1024 * 1024;

    private static readonly SocketsHttpHandler Handler = new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
    private static readonly HttpClient Http = new(Handler) { Timeout = Timeout.InfiniteTimeSpan };

    private static readonly string[] OfOneConnection =
        ["Connection", "Transfer-Encoding", "Keep-Alive", "Host", "Content-Length", "Expect"];

    private readonly WebApplication _app;
    private readonly string _name;
    private readonly Uri _target;
    private readonly KillSwitch _killSwitch;

    private Wire(string name, Uri target, KillSwitch killSwitch)
    {
        (_name, _target, _killSwitch) = (name, target, killSwitch);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.AddServerHeader = false;
        });
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Uri Url => new(_app.Urls.First());

    public static async Task<Wire> StartAsync(string name, Uri target, KillSwitch killSwitch)
    {
        var wire = new Wire(name, target, killSwitch);
        await wire._app.StartAsync();
        return wire;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task PassAsync(HttpContext context)
    {
        try
        {
            var body = await BodyAsync(context.Request);
            var request = context.Request;
            var seen = new WireRequest(_name, request.Method, request.Path.Value!, request.QueryString.Value!, TextOf(request, body));
            if (await _killSwitch.KillsBeforeAsync(seen))
            {
                context.Abort();
                return;
            }
            // What has left reaches its server, whatever becomes of the app meanwhile.
            using var onward = RequestFor(request, body);
            using var response = await Http.SendAsync(onward, HttpCompletionOption.ResponseHeadersRead);
            if (await _killSwitch.KillsAfterAsync(seen, response.StatusCode))
            {
                await response.Content.CopyToAsync(Stream.Null);
                context.Abort();
                return;
            }
            await RespondAsync(context, response);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException or OperationCanceledException or BadHttpRequestException)
        {
            // One of the two ends is gone, and the other must see just that: where the length says that more was to come, by the end of
            // what did come.
            if (!context.Response.HasStarted || context.Response.ContentLength is null) context.Abort();
        }
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static string TextOf(HttpRequest request, byte[] body)
    {
        var type = request.ContentType ?? "";
        var isText = type.Contains("json", StringComparison.Ordinal) || type.StartsWith("multipart/", StringComparison.Ordinal);
        return isText ? Encoding.UTF8.GetString(body) : "";
    }

    private HttpRequestMessage RequestFor(HttpRequest received, byte[] body)
    {
        // As it came: percent-encoding is part of what was signed.
        var target = new Uri(_target.GetLeftPart(UriPartial.Authority) + new Uri(received.GetEncodedUrl()).PathAndQuery);
        var request = new HttpRequestMessage(new HttpMethod(received.Method), target);
        if (body.Length > 0 || received.ContentLength == 0) request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in received.Headers)
        {
            if (OfOneConnection.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }
        return request;
    }

    private static async Task RespondAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection" or "Keep-Alive")) context.Response.Headers[name] = values.ToArray();
        }
        if (context.Request.Method != "HEAD" && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified))
        {
            await response.Content.CopyToAsync(context.Response.Body);
        }
    }
}

/// <summary>A request of the app to its storage or its provider, as it passes a wire. The body is only kept where it is text.</summary>
internal sealed record WireRequest(string Wire, string Method, string Path, string Query, string Body)
{
    public bool IsWrite => Method is not ("GET" or "HEAD");

    /// <summary>Whether it writes to this table, alone or in a transaction.</summary>
    public bool WritesTo(string table)
        => Wire == Wires.Table && IsWrite
            && (Path.EndsWith("/$batch", StringComparison.Ordinal) ? Body : Path).Contains(table, StringComparison.Ordinal);

    public bool Contains(string fragment) => Body.Contains(fragment, StringComparison.Ordinal);

    public bool Asks(string operation) => $"{Query}&".Contains($"comp={operation}&", StringComparison.Ordinal);

    public override string ToString() => $"{Wire} {Method} {Path}{Query} {Body[..Math.Min(Body.Length, 200)].ReplaceLineEndings(" ")}";
}
