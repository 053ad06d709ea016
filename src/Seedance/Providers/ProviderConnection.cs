using System.Diagnostics;

namespace Seedance.Providers;

/// <summary>Sends one request to a provider, once, and reads the answer up to a cap.</summary>
internal sealed class ProviderConnection(HttpClient http, TimeProvider time)
{
    private const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Makes the paid call: what surely never left is told apart from what may have arrived.</summary>
    public async Task<SubmitOutcome> SubmitAsync(
        HttpRequestMessage request, Func<ProviderReply.Answer, SubmitOutcome> read, CancellationToken cancellationToken) =>
        await SendAsync(request, cancellationToken) switch
        {
            ProviderReply.NotSent reply => new SubmitOutcome.NotSent(reply.Reason, RetryAfter: null),
            ProviderReply.NoAnswer reply => new SubmitOutcome.Unknown(reply.Reason),
            ProviderReply.Answer reply => read(reply),
            var reply => throw new UnreachableException($"{reply} is no reply."),
        };

    /// <summary>Asks how a task is: without an answer nothing is known, and nothing is lost.</summary>
    public async Task<PollOutcome> LookAsync(
        HttpRequestMessage request, Func<ProviderReply.Answer, PollOutcome> read, CancellationToken cancellationToken) =>
        await SendAsync(request, cancellationToken) switch
        {
            ProviderReply.NotSent reply => new PollOutcome.Unavailable(reply.Reason, RetryAfter: null),
            ProviderReply.NoAnswer reply => new PollOutcome.Unavailable(reply.Reason, RetryAfter: null),
            ProviderReply.Answer reply => read(reply),
            var reply => throw new UnreachableException($"{reply} is no reply."),
        };

    /// <summary>Sends a request. The client's timeout covers everything from connecting to the last byte of the answer.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    private async Task<ProviderReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(http.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = await ReadBodyAsync(response, both.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return new ProviderReply.Answer(
                response.StatusCode,
                body is null ? null : TolerantJson.Parse(body),
                RetryAfterHeader.Read(response.Headers, time, RetryAfterHeader.ProviderCap),
                response.Headers.TryGetValues("Idempotency-Replayed", out var replayed)
                    && replayed.Contains("true", StringComparer.OrdinalIgnoreCase));
        }
        catch (HttpRequestException exception)
        {
            var connecting = exception.HttpRequestError
                is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
            return Failed(request, connecting, $"the request failed ({exception.HttpRequestError})");
        }
        catch (IOException)
        {
            return Failed(request, beforeSending: false, "the connection broke");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(request, beforeSending: true, "the request timed out");
        }
    }

    private static ProviderReply Failed(HttpRequestMessage request, bool beforeSending, string reason) =>
        beforeSending && request.Content is SubmitContent { Begun: false }
            ? new ProviderReply.NotSent(reason)
            : new ProviderReply.NoAnswer(reason);

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
}
