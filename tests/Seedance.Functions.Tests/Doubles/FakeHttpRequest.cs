using System.Security.Claims;
using System.Text;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>A request to the service; by default with the key of the client "studio".</summary>
internal sealed class FakeHttpRequest : HttpRequestData
{
    public FakeHttpRequest(
        string url = "https://reached.example.com/",
        string method = "GET",
        string body = "",
        string? authorization = "Bearer " + Samples.ClientKey)
        : base(new FakeFunctionContext())
    {
        Url = new Uri(url);
        Method = method;
        Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        if (authorization is not null) Headers.Add("Authorization", authorization);
    }

    public override Stream Body { get; }

    public override HttpHeadersCollection Headers { get; } = new();

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override Uri Url { get; }

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method { get; }

    public override HttpResponseData CreateResponse() => new FakeHttpResponse(FunctionContext);
}
