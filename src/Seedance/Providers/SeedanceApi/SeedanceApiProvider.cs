namespace Seedance.Providers;

/// <summary>
/// seedanceapi.org: an envelope <c>{code,message,data}</c>. It knows no idempotency key: a submit without a response is never repeated.
/// </summary>
/// <param name="http">Has the base address and the key. Its timeout covers a whole call. Must not repeat requests by itself.</param>
public sealed class SeedanceApiProvider(HttpClient http, TimeProvider time) : HttpVideoProvider(http, time)
{
    public override bool ReplaysIdempotencyKey => false;
    private protected override string SubmitPath => "v1/generate";
    private protected override IReadOnlyList<string> ResultMembers => ["response", "video_url", "output_url"];

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
    private protected override string? IdOf(JsonElement? root) => (root.Member("data").Member("task_id") ?? root.Member("task_id")).Text();
    private protected override JsonElement? TaskOf(JsonElement? root) => root.Member("data") ?? root;

    // The guide knows IN_PROGRESS, SUCCESS and FAILED; clients have seen COMPLETED.
    private protected override TaskState StateOf(string status) => status switch
    {
        "success" or "completed" => TaskState.Completed,
        "failed" => TaskState.Failed,
        "cancelled" or "canceled" => TaskState.Cancelled,
        _ => TaskState.Processing,
    };

    private protected override (decimal? Reserved, decimal? Charged) CreditsOf(JsonElement? task)
        => (null, task.Member("consumed_credits").Number());

    private protected override ProviderError TaskErrorOf(JsonElement? task)
        => ProviderError.Create(null, task.Member("error_message").Text(), null);

    /// <summary>
    /// HTTP's status unless that is a success, then the envelope's, which carries errors with HTTP 200; its code may be a number or a
    /// word.
    /// </summary>
    private protected override int StatusOf(int http, JsonElement? root)
    {
        if (http is < 200 or > 299) return http;
        if (root.Member("code").Number() is { } number) return number is >= 100 and <= 599 ? (int)number : http;
        return root.Member("code").Text()?.ToUpperInvariant() switch
        {
            null or "SUCCESS" or "OK" => http,
            "INVALID_API_KEY" => 401,
            "INSUFFICIENT_CREDITS" => 402,
            "TASK_NOT_FOUND" => 404,
            "INTERNAL_ERROR" => 500,
            var word => word.StartsWith("INVALID_", StringComparison.Ordinal) || word == "TOO_MANY_IMAGES" ? 400 : 500,
        };
    }

    /// <summary>The error; where the code is only the status again, the message is the code.</summary>
    private protected override ProviderError ErrorOf(JsonElement? root)
    {
        var error = ProviderError.Read(root);
        var isNumber = error.Code is null || error.Code.All(char.IsAsciiDigit);
        var isWord = error.Message is { Length: <= 64 } message && message.All(c => char.IsAsciiLetterUpper(c) || c == '_');
        return isNumber && isWord ? error with { Code = error.Message } : error;
    }
}
