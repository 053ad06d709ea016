namespace Seedance.Providers;

/// <summary>seedanceapi.org. It knows no idempotency key: a submit without an answer can never be repeated.</summary>
/// <param name="http">Has the base address and the key. Its timeout covers a whole call. Must not repeat requests by itself.</param>
/// <param name="time">The clock.</param>
public sealed class SeedanceApiProvider(HttpClient http, TimeProvider time) : IVideoProvider
{
    private const int CallbackDepth = 16;

    private readonly ProviderConnection _connection = new(http, time);

    /// <inheritdoc />
    public string Name => ProviderNames.SeedanceApi;

    /// <inheritdoc />
    public bool ReplaysIdempotencyKey => false;

    /// <inheritdoc />
    public async Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/generate")
        {
            Content = new SubmitContent(SeedanceApiPayload.Write(submission)),
        };
        return await _connection.SubmitAsync(request, OutcomeOf, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken)
    {
        if (!ProviderTaskIds.IsUsable(providerTaskId))
            return new PollOutcome.NotFound();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/status?task_id={Uri.EscapeDataString(providerTaskId)}");
        return await _connection.LookAsync(request, answer => OutcomeOf(answer, providerTaskId), cancellationToken);
    }

    /// <inheritdoc />
    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body)
    {
        var id = SeedanceApiTask.Id(TolerantJson.Parse(body.Span, CallbackDepth));
        return ProviderTaskIds.IsWellFormed(id) ? id : null;
    }

    private static SubmitOutcome OutcomeOf(ProviderReply.Answer reply)
    {
        var status = SeedanceApiTask.EffectiveStatus((int)reply.Status, reply.Root);
        if (status is < 200 or > 299)
            return SubmitReplies.Classify(status, SeedanceApiTask.Error(reply.Root), reply.RetryAfter);
        return SeedanceApiTask.Id(reply.Root) is { } id && ProviderTaskIds.IsUsable(id)
            ? new SubmitOutcome.Accepted(SeedanceApiTask.Read(reply.Root, id), reply.Replayed)
            : new SubmitOutcome.Unknown($"HTTP {(int)reply.Status} without a task id");
    }

    private static PollOutcome OutcomeOf(ProviderReply.Answer reply, string asked)
    {
        var status = SeedanceApiTask.EffectiveStatus((int)reply.Status, reply.Root);
        if (status == 404 || (status is >= 400 and < 500 && SeedanceApiTask.Error(reply.Root).Is("TASK_NOT_FOUND")))
            return new PollOutcome.NotFound();
        if (status is < 200 or > 299)
            return new PollOutcome.Unavailable($"HTTP {status}", reply.RetryAfter);
        var data = reply.Root.Member("data") ?? reply.Root;
        if (data.Member("status") is null || (SeedanceApiTask.Id(reply.Root) is { } id && id != asked))
            return new PollOutcome.Unavailable($"HTTP {status} without the task", reply.RetryAfter);
        return new PollOutcome.Found(SeedanceApiTask.Read(reply.Root, asked));
    }
}
