using System.Net;

namespace Seedance.Providers;

/// <summary>api.evolink.ai, six models.</summary>
/// <param name="http">Has the base address and the key. Its timeout covers a whole call. Must not repeat requests by itself.</param>
/// <param name="time">The clock.</param>
public sealed class EvoLinkProvider(HttpClient http, TimeProvider time) : IVideoProvider
{
    private const int CallbackDepth = 16;

    private readonly ProviderConnection _connection = new(http, time);

    /// <inheritdoc />
    public string Name => ProviderNames.EvoLink;

    /// <inheritdoc />
    public bool ReplaysIdempotencyKey => true;

    /// <inheritdoc />
    public async Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/videos/generations")
        {
            Content = new SubmitContent(EvoLinkPayload.Write(submission)),
        };
        request.Headers.Add("Idempotency-Key", submission.IdempotencyKey);
        return await _connection.SubmitAsync(request, OutcomeOf, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken)
    {
        if (!ProviderTaskIds.IsUsable(providerTaskId))
            return new PollOutcome.NotFound();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/tasks/{Uri.EscapeDataString(providerTaskId)}");
        return await _connection.LookAsync(request, answer => OutcomeOf(answer, providerTaskId), cancellationToken);
    }

    /// <inheritdoc />
    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body)
    {
        var id = EvoLinkTask.Id(TolerantJson.Parse(body.Span, CallbackDepth));
        return ProviderTaskIds.IsWellFormed(id) ? id : null;
    }

    private static SubmitOutcome OutcomeOf(ProviderReply.Answer reply)
    {
        var status = (int)reply.Status;
        if (status is < 200 or > 299)
            return SubmitReplies.Classify(status, ProviderError.Read(reply.Root), reply.RetryAfter);
        return EvoLinkTask.Id(reply.Root) is { } id && ProviderTaskIds.IsUsable(id)
            ? new SubmitOutcome.Accepted(EvoLinkTask.Read(reply.Root, id), reply.Replayed)
            : new SubmitOutcome.Unknown($"HTTP {status} without a task id");
    }

    private static PollOutcome OutcomeOf(ProviderReply.Answer reply, string asked)
    {
        var status = (int)reply.Status;
        if (reply.Status == HttpStatusCode.NotFound || (status is >= 400 and < 500 && ProviderError.Read(reply.Root).Is("task_not_found")))
            return new PollOutcome.NotFound();
        if (status is < 200 or > 299)
            return new PollOutcome.Unavailable($"HTTP {status}", reply.RetryAfter);
        if (reply.Root.Member("status") is null || (EvoLinkTask.Id(reply.Root) is { } id && id != asked))
            return new PollOutcome.Unavailable($"HTTP {status} without the task", reply.RetryAfter);
        return new PollOutcome.Found(EvoLinkTask.Read(reply.Root, asked));
    }
}
