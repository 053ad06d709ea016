namespace Seedance.Providers;

/// <summary>api.evolink.ai.</summary>
/// <param name="http">Has the base address and the key. Its timeout covers a whole call. Must not repeat requests by itself.</param>
/// <param name="honoursIdempotencyKey">False for a relay that ignores the key, which is sent all the same.</param>
public sealed class EvoLinkProvider(HttpClient http, TimeProvider time, bool honoursIdempotencyKey = true) : HttpVideoProvider(http, time)
{
    public override bool ReplaysIdempotencyKey => honoursIdempotencyKey;
    private protected override bool SendsIdempotencyKey => true;
    private protected override string SubmitPath => "v1/videos/generations";

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
}
