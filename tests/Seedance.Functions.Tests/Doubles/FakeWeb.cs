namespace Seedance.Functions.Tests.Doubles;

/// <summary>The web: answers requests as a test says, through every named HTTP client.</summary>
internal sealed class FakeWeb : HttpMessageHandler, IHttpClientFactory
{
    public List<HttpRequestMessage> Requests { get; } = [];
    public List<byte[]> Bodies { get; } = [];
    public Func<HttpRequestMessage, HttpResponseMessage> OnRequest { get; set; }
        = _ => throw new InvalidOperationException("No request was expected.");

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        lock (Requests)
        {
            Requests.Add(request);
            Bodies.Add(body);
        }
        return OnRequest(request);
    }
}
