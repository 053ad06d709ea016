namespace Seedance.Tests.Providers;

/// <summary>A provider's API that gives every request one response, as a server would: after having read the body.</summary>
internal sealed class StubProvider(int status, string body, params (string Name, string Value)[] headers) : HttpMessageHandler
{
    public const string Key = "job_0123456789abcdef0123456789abcdef";

    public static VideoRequest Text { get; } = new()
    {
        Provider = ProviderNames.EvoLink,
        Model = ModelIds.Text,
        Prompt = "城市 \"sunset\"",
        DurationSeconds = 8,
        Resolution = "720p",
        AspectRatio = "16:9",
        GenerateAudio = true,
        CallbackUrl = "https://caller.example/hook",
    };

    public List<(HttpMethod Method, string Url, string? Body, string? IdempotencyKey)> Requests { get; } = [];

    public string? Accept { get; private set; }

    /// <summary>What the API's end of the connection throws once it has read the request.</summary>
    public Exception? Failure { get; init; }

    public static VideoSubmission Submission(VideoRequest request, string? callback = null)
        => new(request, Key, callback is null ? null : new Uri(callback));

    public HttpVideoProvider Client(bool seedanceApi = false, TimeProvider? time = null)
    {
        var http = new HttpClient(this) { BaseAddress = new Uri("https://provider.test") };
        return seedanceApi ? new SeedanceApiProvider(http, time ?? TimeProvider.System) : new EvoLinkProvider(http, time ?? TimeProvider.System);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        Requests.Add((request.Method, request.RequestUri!.AbsoluteUri, sent, key));
        Accept = request.Headers.Accept.ToString();
        if (Failure is not null) throw Failure;
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
