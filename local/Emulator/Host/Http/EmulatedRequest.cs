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

    public override Uri Url { get; } = new(request.GetEncodedUrl());

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => request.Method;

    public override HttpResponseData CreateResponse() => new EmulatedResponse(FunctionContext);
}
