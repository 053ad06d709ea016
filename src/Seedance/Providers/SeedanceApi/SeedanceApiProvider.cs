namespace Seedance.Providers;

/// <summary>
/// seedanceapi.org: an envelope <c>{code,message,data}</c>. It knows no idempotency key: a submit without a response is never repeated.
/// </summary>
/// <param name="http">Has the base address and the key. Its timeout covers a whole call. Must not repeat requests by itself.</param>
public sealed class SeedanceApiProvider(HttpClient http, TimeProvider time) : HttpVideoProvider(http, time)
{
    public override bool ReplaysIdempotencyKey => false;
    private protected override bool SendsIdempotencyKey => false;
    private protected override string SubmitPath => "v1/generate";

    internal override byte[] Payload(VideoSubmission submission)
    {
        var request = submission.Request;
        return ToJson(new
        {
            prompt = request.Prompt,
            aspect_ratio = request.AspectRatio,
            resolution = request.Resolution,
            duration = request.DurationSeconds.ToString(CultureInfo.InvariantCulture),
            generate_audio = request.GenerateAudio,
            fixed_lens = request.FixedLens,
            image_urls = NullIfEmpty(request.ImageUrls),
            callback_url = submission.CallbackUrl?.AbsoluteUri,
        });
    }

    private protected override string TaskPath(string escapedId) => $"v1/status?task_id={escapedId}";
}
