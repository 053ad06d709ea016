namespace Seedance.Benchmarks.Copying;

/// <summary>Counts what responses bring.</summary>
internal sealed class CountingHandler(ByteCount bytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var counted = new StreamContent(new CountingStream(await response.Content.ReadAsStreamAsync(cancellationToken), bytes));
        foreach (var (name, values) in response.Content.Headers) counted.Headers.TryAddWithoutValidation(name, values);
        response.Content = counted;
        return response;
    }
}
