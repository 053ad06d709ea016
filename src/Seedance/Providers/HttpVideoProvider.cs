using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Seedance.Providers;

/// <summary>
/// Sends one HTTP request a call and decides what its response means: what surely did not reach the provider, what may have, and what
/// it says of the task. A provider adds its paths and its wire format.
/// </summary>
public abstract partial class HttpVideoProvider : IVideoProvider
{
    private const int MaxBodyBytes = 1024 * 1024;
    private const int MaxCallbackDepth = 16;
    private const int MaxTaskIdLength = 256;
    private const int MaxStatusLength = 64;

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
    private protected abstract string SubmitPath { get; }

    /// <summary>The members of a task that may hold links to the video, in the order in which they are read.</summary>
    private protected abstract IReadOnlyList<string> ResultMembers { get; }

    public async Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken)
    {
        var content = new SubmitContent(Payload(submission)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, SubmitPath) { Content = content };
        if (ReplaysIdempotencyKey) request.Headers.Add("Idempotency-Key", submission.IdempotencyKey);
        var response = await SendAsync(request, cancellationToken);
        return response switch
        {
            { Failure: { } reason, MayHaveLeft: false } when !content.Started => new SubmitOutcome.NotSent(reason, RetryAfter: null),
            { Failure: { } reason } => new SubmitOutcome.Unknown(reason),
            { IsSuccess: false } => ProviderFailures.OfSubmit(response.Status, ErrorOf(response.Root), response.RetryAfter),
            _ when IdOf(response.Root) is { } id && IsUsable(id)
                => new SubmitOutcome.Accepted(ReadTask(response.Root, id), response.Replayed),
            _ => new SubmitOutcome.Unknown($"HTTP {response.Status} without a task id"),
        };
    }

    public async Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken)
    {
        if (!IsUsable(providerTaskId)) return new PollOutcome.NotFound();
        using var request = new HttpRequestMessage(HttpMethod.Get, TaskPath(Uri.EscapeDataString(providerTaskId)));
        var response = await SendAsync(request, cancellationToken);
        var (status, root) = (response.Status, response.Root);
        if (response.Failure is { } reason) return new PollOutcome.Unavailable(reason, RetryAfter: null);
        if (status == 404 || (status is >= 400 and < 500 && ErrorOf(root).Is("task_not_found"))) return new PollOutcome.NotFound();
        if (!response.IsSuccess) return new PollOutcome.Unavailable($"HTTP {status}", response.RetryAfter);
        if (TaskOf(root).Member("status") is null || (IdOf(root) is { } other && other != providerTaskId))
            return new PollOutcome.Unavailable($"HTTP {status} without the task", response.RetryAfter);
        return new PollOutcome.Found(ReadTask(root, providerTaskId));
    }

    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body)
        => IdOf(ProviderJson.Parse(body.Span, MaxCallbackDepth)) is { } id && WellFormedId().IsMatch(id) && !IsDots(id) ? id : null;

    /// <summary>The body of a submit: every field that the model takes is explicit, what is absent is omitted.</summary>
    internal abstract byte[] Payload(VideoSubmission submission);

    private protected abstract string TaskPath(string escapedId);

    /// <summary>The id in a response or a callback, usable or not, or null.</summary>
    private protected abstract string? IdOf(JsonElement? root);

    private protected abstract JsonElement? TaskOf(JsonElement? root);
    private protected abstract (decimal? Reserved, decimal? Charged) CreditsOf(JsonElement? task);

    /// <param name="status">The provider's word in lower case.</param>
    private protected abstract TaskState StateOf(string status);

    /// <summary>Why a task failed.</summary>
    private protected abstract ProviderError TaskErrorOf(JsonElement? task);

    /// <summary>The status that counts.</summary>
    private protected virtual int StatusOf(int http, JsonElement? root) => http;

    private protected virtual ProviderError ErrorOf(JsonElement? root) => ProviderError.Read(root);

    private protected static byte[] ToJson<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, PayloadJson);

    private protected static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> urls) => urls.Count == 0 ? null : urls;

    private ProviderTask ReadTask(JsonElement? root, string id)
    {
        var task = TaskOf(root);
        var status = task.Member("status").Text() ?? "";
        var state = StateOf(status.ToLowerInvariant());
        var (reserved, charged) = CreditsOf(task);
        return new ProviderTask
        {
            Id = id,
            State = state,
            ProviderStatus = status.Length <= MaxStatusLength ? status : status[..MaxStatusLength],
            Progress = task.Member("progress").Number() is { } progress ? (int)Math.Clamp(progress, 0, 100) : null,
            ResultUrls = state == TaskState.Completed ? ResultUrls(task) : [],
            LastFrameUrl = state == TaskState.Completed ? LastFrameUrl(task) : null,
            CreditsReserved = reserved,
            CreditsCharged = state.IsTerminal() ? charged : null,
            Failure = state == TaskState.Failed ? ProviderFailures.OfTask(TaskErrorOf(task)) : null,
        };
    }

    /// <summary>The links of the first member that holds one: a link, an object with one, or an array of either.</summary>
    private string[] ResultUrls(JsonElement? task)
        => ResultMembers.Select(name => LinksOf(task.Member(name))).FirstOrDefault(links => links.Length > 0) ?? [];

    private static string[] LinksOf(JsonElement? member)
    {
        IEnumerable<JsonElement?> items = member is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Select(item => (JsonElement?)item)
            : [member];
        return [.. items
            .Select(item => (item is { ValueKind: JsonValueKind.String } ? item : item.Member("video_url") ?? item.Member("url")).Text())
            .OfType<string>().Where(IsLink).Distinct()];
    }

    /// <summary><c>last_frame_url</c> of the task, or of its first member that has one.</summary>
    private static string? LastFrameUrl(JsonElement? task)
        => new[] { task, task.Member("content"), task.Member("result"), task.Member("output") }
            .Select(holder => holder.Member("last_frame_url").Text()).OfType<string>().FirstOrDefault(IsLink);

    private static bool IsLink(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>Sends a request, once. The client's timeout covers everything from connecting to the last byte of the response.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    private async Task<Response> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_http.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = await ReadBodyAsync(response, both.Token);
            cancellationToken.ThrowIfCancellationRequested();
            var root = body is null ? null : ProviderJson.Parse(body);
            return new Response(
                StatusOf((int)response.StatusCode, root),
                root,
                RetryAfterHeader.Read(response.Headers, _time, MaxRetryAfter),
                response.Headers.TryGetValues("Idempotency-Replayed", out var replayed)
                    && replayed.Contains("true", StringComparer.OrdinalIgnoreCase));
        }
        catch (HttpRequestException exception)
        {
            var connecting = exception.HttpRequestError
                is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
            return new Response { Failure = $"the request failed ({exception.HttpRequestError})", MayHaveLeft = !connecting };
        }
        catch (IOException)
        {
            return new Response { Failure = "the connection broke", MayHaveLeft = true };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Response { Failure = "the request timed out" };
        }
    }

    // The status alone still says something when the body breaks off.
    private static async Task<byte[]?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBodyBytes, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Whether an id from the provider's own response can be used: opaque, but it must fit into a URL as one segment.</summary>
    private static bool IsUsable(string id)
        => id.Length is > 0 and <= MaxTaskIdLength && id.All(character => character is > ' ' and < '\x7f') && !IsDots(id);

    // "." and ".." are folders of a URL.
    private static bool IsDots(string id) => id.All(character => character == '.');

    // The form that the providers' ids have; anyone may send a callback.
    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,128}\z")]
    private static partial Regex WellFormedId();

    /// <param name="Status">The status that counts.</param>
    /// <param name="Root">The body; null when it is not JSON, larger than the cap, or broken off.</param>
    /// <param name="Replayed">Whether the provider says that this is the response to an earlier request with the same key.</param>
    private sealed record Response(int Status = 0, JsonElement? Root = null, TimeSpan? RetryAfter = null, bool Replayed = false)
    {
        /// <summary>Why there is no response; null when there is one.</summary>
        public string? Failure { get; init; }

        /// <summary>Whether a request that failed may have reached the provider, as far as the failure itself shows.</summary>
        public bool MayHaveLeft { get; init; }
        public bool IsSuccess => Status is >= 200 and <= 299;
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
