namespace Seedance.Providers;

/// <summary>api.evolink.ai.</summary>
/// <param name="http">Has the base address and the key. Its timeout covers a whole call. Must not repeat requests by itself.</param>
public sealed class EvoLinkProvider(HttpClient http, TimeProvider time, bool honoursIdempotencyKey = true) : HttpVideoProvider(http, time)
{
    public override bool ReplaysIdempotencyKey => honoursIdempotencyKey;
    private protected override string SubmitPath => "v1/videos/generations";
    private protected override IReadOnlyList<string> ResultMembers => ["results", "result", "result_data", "output", "video_url", "url"];

    internal override byte[] Payload(VideoSubmission submission)
    {
        var request = submission.Request;
        var model = CapabilityTable.Find(ProviderNames.EvoLink, request.Model)
            ?? throw new ArgumentException($"'{request.Model}' is not a model of {ProviderNames.EvoLink}.", nameof(submission));
        return ToJson(new
        {
            model = request.Model,
            prompt = request.Prompt,
            image_urls = NullIfEmpty(request.ImageUrls),
            video_urls = NullIfEmpty(request.VideoUrls),
            audio_urls = NullIfEmpty(request.AudioUrls),
            duration = request.DurationSeconds,
            quality = request.Resolution,
            aspect_ratio = request.AspectRatio,
            generate_audio = request.GenerateAudio,
            model_params = model.WebSearch ? new { web_search = request.WebSearch } : null,
            callback_url = submission.CallbackUrl?.AbsoluteUri,
        });
    }

    private protected override string TaskPath(string escapedId) => $"v1/tasks/{escapedId}";
    private protected override string? IdOf(JsonElement? root) => (root.Member("id") ?? root.Member("task_id")).Text();
    private protected override JsonElement? TaskOf(JsonElement? root) => root;

    private protected override TaskState StateOf(string status) => status switch
    {
        "pending" or "queued" => TaskState.Pending,
        "completed" => TaskState.Completed,
        "failed" => TaskState.Failed,
        "cancelled" or "canceled" => TaskState.Cancelled,
        _ => TaskState.Processing,
    };

    private protected override (decimal? Reserved, decimal? Charged) CreditsOf(JsonElement? task)
    {
        var (usage, billing) = (task.Member("usage"), task.Member("billing"));
        var reserved = usage.Member("credits_reserved") ?? billing.Member("reserved_credits");
        var charged = usage.Member("credits_used") ?? usage.Member("cost").Member("credits") ?? billing.Member("charged_credits");
        return (reserved.Number(), charged.Number());
    }

    private protected override ProviderError TaskErrorOf(JsonElement? task)
        => task.Member("error") is null ? ProviderError.None : ProviderError.Read(task);
}
