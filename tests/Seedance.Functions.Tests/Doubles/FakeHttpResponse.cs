using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>An answer whose body a test can read.</summary>
internal sealed class FakeHttpResponse(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; }

    public override HttpHeadersCollection Headers { get; set; } = new();

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => throw new NotSupportedException("The service sets no cookies.");

    public static JsonElement JsonOf(HttpResponseData response)
    {
        Assert.Equal("application/json; charset=utf-8", Assert.Single(response.Headers.GetValues("Content-Type")));
        return JsonDocument.Parse(((MemoryStream)response.Body).ToArray()).RootElement;
    }
}
