using System.Net;
using System.Text;

namespace Seedance.Tests.Providers;

/// <summary>Answers every request the same way, as a server would: after having read the body.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(HttpMethod Method, Uri Uri, string? Body, string? IdempotencyKey)> Requests { get; } = [];

    public static StubHandler Of(int status, string body, params (string Name, string Value)[] headers) => new(_ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    });

    public HttpClient Client(string baseAddress = "https://provider.test") => new(this) { BaseAddress = new Uri(baseAddress) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        Requests.Add((request.Method, request.RequestUri!, body, key));
        return answer(request);
    }
}
