using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>Calls HTTP functions as the worker does: on an ASP.NET Core context, with the app's middlewares around them.</summary>
internal static class Http
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    /// <summary>A request to the service; by default with the key of the client "studio".</summary>
    public static HttpRequestMessage Request(
        string url = "https://reached.example.com/",
        string method = "GET",
        string body = "",
        string? authorization = "Bearer " + Samples.ClientKey)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (authorization is not null) Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        return request;
    }

    /// <summary>What the caller of a function gets.</summary>
    public static async Task<HttpResponseMessage> SendAsync<TFunction>(
        HttpRequestMessage request,
        Func<HttpRequest, Task<IResult>> run,
        SeedanceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var http = ContextOf(request);
        var context = Invocation.Of(typeof(TFunction), http, cancellationToken);
        var authentication = new ClientAuthentication(new ClientDirectory(Samples.As(options ?? Samples.Options)));
        await new ApiErrors(NullLogger<ApiErrors>.Instance).Invoke(
            context, inner => authentication.Invoke(inner, async last => last.GetInvocationResult().Value = await run(http.Request)));
        // Whatever is left here the worker would serialize once more, for the host.
        Assert.Null(context.GetInvocationResult().Value);
        return ResponseOf(http);
    }

    /// <summary>The JSON of a response.</summary>
    public static JsonElement JsonOf(HttpResponseMessage response)
    {
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var body = response.Content.ReadAsStream();
        body.Position = 0;
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>How many bytes the body of a response holds.</summary>
    public static long LengthOf(HttpResponseMessage response) => response.Content.ReadAsStream().Length;

    /// <summary>A request as the worker's server hands it on.</summary>
    public static DefaultHttpContext ContextOf(HttpRequestMessage message)
    {
        var http = new DefaultHttpContext { RequestServices = Services };
        var url = message.RequestUri!;
        http.Request.Method = message.Method.Method;
        http.Request.Scheme = url.Scheme;
        http.Request.Host = HostString.FromUriComponent(url);
        http.Request.Path = PathString.FromUriComponent(url);
        http.Request.QueryString = QueryString.FromUriComponent(url);
        foreach (var (name, values) in message.Headers.NonValidated) http.Request.Headers[name] = new StringValues([.. values]);
        foreach (var (name, values) in message.Content!.Headers.NonValidated) http.Request.Headers[name] = new StringValues([.. values]);
        http.Request.Body = message.Content.ReadAsStream();
        http.Response.Body = new MemoryStream();
        return http;
    }

    /// <summary>A response as its caller sees it.</summary>
    public static HttpResponseMessage ResponseOf(HttpContext http)
    {
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)http.Response.StatusCode)
        {
            Content = new ByteArrayContent(((MemoryStream)http.Response.Body).ToArray()),
        };
        foreach (var (name, values) in http.Response.Headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, values.AsEnumerable())
                || response.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable()));
        }
        return response;
    }
}
