using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Seedance.Providers;

/// <summary>
/// Sends one HTTP request a call and decides what its response means: what surely did not reach the provider, what may have, and what
/// it says of the task. A provider adds its paths and what it is sent.
/// </summary>
public abstract class HttpVideoProvider : IVideoProvider
{
    private const int MaxBodyBytes = 1024 * 1024;

    // As EvoLink's own client does: a longer wait is asked for again.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(30);

    // Plain UTF-8: nothing here is ever put into HTML, and Chinese prompts stay a third as long.
    private static readonly JsonSerializerOptions PayloadJson = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    private protected HttpVideoProvider(HttpClient http, TimeProvider time) => (_http, _time) = (http, time);

    public abstract bool ReplaysIdempotencyKey { get; }
    private protected abstract bool SendsIdempotencyKey { get; }
    private protected abstract string SubmitPath { get; }

    public async Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken)
    {
        var content = new SubmitContent(Payload(submission)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, SubmitPath) { Content = content };
        if (SendsIdempotencyKey) request.Headers.Add("Idempotency-Key", submission.IdempotencyKey);
        var (response, failure, mayHaveLeft) = await SendAsync(request, cancellationToken);
        return response switch
        {
            { IsSuccess: true } when response.CreatedId() is { } id => new SubmitOutcome.Accepted(
                response.ReadTask(id) ?? new ProviderTask { Id = id, State = TaskState.Processing, ProviderStatus = "" },
                response.IsReplay),
            not null => ProviderFailures.OfSubmit(response),
            null when mayHaveLeft || content.Started => new SubmitOutcome.Unknown(failure, Answered: false),
            null => ProviderFailures.Unreachable(failure),
        };
    }

    public async Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken)
    {
        if (!ProviderResponse.IsUsable(providerTaskId)) return new PollOutcome.NotFound();
        using var request = new HttpRequestMessage(HttpMethod.Get, TaskPath(Uri.EscapeDataString(providerTaskId)));
        var (response, failure, _) = await SendAsync(request, cancellationToken);
        return response is null
            ? new PollOutcome.Unavailable(failure, RetryAfter: null)
            : ProviderFailures.OfPoll(response, providerTaskId);
    }

    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body)
        => new ProviderResponse(200, body.ToArray()).TaskIds().FirstOrDefault(ProviderResponse.IsWellFormed);

    /// <summary>The body of a submit: every field that the model takes is explicit, what is absent is omitted.</summary>
    internal abstract byte[] Payload(VideoSubmission submission);

    private protected abstract string TaskPath(string escapedId);

    private protected static byte[] ToJson<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, PayloadJson);

    private protected static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> urls) => urls.Count == 0 ? null : urls;

    /// <summary>Sends a request, once. The client's timeout covers everything from connecting to the last byte of the response.</summary>
    /// <returns>The response; or else why there is none, and whether the failure shows that the request may have left.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    private async Task<(ProviderResponse? Response, string Failure, bool MayHaveLeft)> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var timeout = new CancellationTokenSource(_http.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = await ReadBodyAsync(response.Content, both.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return (new ProviderResponse((int)response.StatusCode, body)
            {
                RetryAfter = RetryAfterHeader.Read(response.Headers, _time, MaxRetryAfter),
                IsReplay = response.Headers.TryGetValues("Idempotency-Replayed", out var replayed)
                    && replayed.Contains("true", StringComparer.OrdinalIgnoreCase),
            }, "", true);
        }
        catch (HttpRequestException exception)
        {
            return exception.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => (null, "its name is not known", false),
                HttpRequestError.ConnectionError => (null, "the connection failed", false),
                HttpRequestError.SecureConnectionError => (null, "the TLS handshake failed", false),
                var error => (null, $"the request failed ({error})", true),
            };
        }
        catch (IOException)
        {
            return (null, "the connection broke", true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "no response came in time", false);
        }
    }

    /// <summary>The body as far as it comes: a length that is not true must not cost the id of a paid task. Null above the cap.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                if (body.Length + read > MaxBodyBytes) return null;
                body.Write(buffer, 0, read);
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            // What has come still says something, if only the status.
        }
        return body.ToArray();
    }

    /// <summary>
    /// The body of a submit, which knows whether sending it has started. Until then no provider can have understood the request,
    /// however the attempt ended; that makes it safe to repeat. Every asynchronous way of sending comes through this one method.
    /// </summary>
    private sealed class SubmitContent(byte[] json) : ByteArrayContent(json)
    {
        private volatile bool _started;

        public bool Started => _started;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _started = true;
            return base.SerializeToStreamAsync(stream, context);
        }
    }
}
