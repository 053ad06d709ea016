using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Emulator.Host.Http;

/// <summary>A request as a function sees it. Its body is the connection's own stream: nothing is buffered.</summary>
internal sealed class EmulatedRequest(FunctionContext context, HttpRequest request) : HttpRequestData(context)
{
    public override Stream Body => request.Body;

    public override HttpHeadersCollection Headers { get; } =
        new(request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.OfType<string>())));

    public override IReadOnlyCollection<IHttpCookie> Cookies { get; } =
        [.. request.Cookies.Select(cookie => new HttpCookie(cookie.Key, cookie.Value))];

    public override Uri Url { get; } = UrlOf(request);

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => request.Method;

    public override HttpResponseData CreateResponse() => new EmulatedResponse(FunctionContext);

    // A request may name no host, or one that is no host.
    private static Uri UrlOf(HttpRequest request)
    {
        var host = request.Host.HasValue ? request.Host : new HostString(IPAddress.Loopback.ToString());
        var address = UriHelper.BuildAbsolute(request.Scheme, host, request.PathBase, request.Path, request.QueryString);
        return Uri.TryCreate(address, UriKind.Absolute, out var url)
            ? url
            : throw new BadHttpRequestException($"No URL can be made with the host '{request.Host}'.");
    }
}
