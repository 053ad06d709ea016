namespace Seedance.Providers;

/// <summary>Turns what a provider says into failures.</summary>
internal static class ProviderFailures
{
    /// <summary>A failure that keeps the provider's words.</summary>
    /// <param name="quote">Whether the provider's message is for the caller rather than for the operator.</param>
    public static TaskFailure Of(string code, ProviderError error, bool quote = true)
    {
        var failure = TaskFailure.Of(code);
        return failure with
        {
            Message = quote && error.Message is { } message ? message : failure.Message,
            ProviderCode = error.Code,
            ProviderMessage = error.Message,
        };
    }

    /// <summary>A refusal for content.</summary>
    public static TaskFailure Refused(ProviderError error)
        => Of(FailureCodes.ContentPolicyViolation, error) with { Detail = Moderation.Detail(error) };

    /// <summary>Why a task failed that the provider had accepted.</summary>
    public static TaskFailure OfTask(ProviderError error)
    {
        if (Moderation.IsRefusal(error)) return Refused(error);
        var code = error.Code?.ToLowerInvariant();
        return Of(code is not null && FailureCodes.IsFromProvider(code) ? code : FailureCodes.UnknownError, error);
    }
}

/// <summary>Classifies error responses to a submit. What is not surely harmless is unknown.</summary>
internal static class SubmitErrors
{
    // EvoLink's key-level quota codes, some of which come with 403.
    private static readonly string[] QuotaCodes =
        ["insufficient_quota", "insufficient_user_quota", "insufficient_token_quota", "quota_not_enough", "insufficient_credits"];

    // Codes that say that a task may exist, whatever the status.
    private static readonly string[] AmbiguousCodes = ["idempotency_conflict", "paid_outcome_unknown"];

    /// <param name="status">The status, or the code in the body that stands for one.</param>
    /// <param name="retryAfter">How long the provider asked to wait.</param>
    public static SubmitOutcome Classify(int status, ProviderError error, TimeSpan? retryAfter)
    {
        var reason = error.Code is { } code ? $"HTTP {status} {code}" : $"HTTP {status}";
        if (AmbiguousCodes.Any(error.Is)) return new SubmitOutcome.Unknown(reason);
        return (HttpStatusCode)status switch
        {
            HttpStatusCode.TooManyRequests => new SubmitOutcome.NotSent(reason, retryAfter),
            HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or (HttpStatusCode)499
                => new SubmitOutcome.Unknown(reason),
            HttpStatusCode.PaymentRequired => Reject(FailureCodes.ProviderInsufficientCredits, error, quote: false),
            HttpStatusCode.Forbidden when QuotaCodes.Any(error.Is)
                => Reject(FailureCodes.ProviderInsufficientCredits, error, quote: false),
            HttpStatusCode.Unauthorized => Reject(FailureCodes.ProviderAuth, error, quote: false),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError when Moderation.IsRefusal(error)
                => new SubmitOutcome.Rejected(ProviderFailures.Refused(error)),
            HttpStatusCode.Forbidden => Reject(FailureCodes.ProviderAuth, error, quote: false),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
                => Reject(FailureCodes.ProviderRejected, error, quote: true),
            _ => new SubmitOutcome.Unknown(reason),
        };
    }

    private static SubmitOutcome.Rejected Reject(string code, ProviderError error, bool quote)
        => new(ProviderFailures.Of(code, error, quote));
}

/// <summary>Recognises refusals for content. ByteDance's own codes come through some providers unchanged.</summary>
internal static class Moderation
{
    private static readonly string[] Codes =
        [FailureCodes.ContentPolicyViolation, "content_policy", "content_filter", "moderation", "SensitiveContentDetected"];

    private static readonly string[] Phrases =
        ["SensitiveContentDetected", "content policy", "content_policy", "content moderation", "sensitive content", "safety filter"];

    private static readonly (string Text, string Detail)[] Details =
    [
        ("InputText", ModerationDetails.InputText),
        ("InputImage", ModerationDetails.InputImage),
        ("InputVideo", ModerationDetails.InputVideo),
        ("InputAudio", ModerationDetails.InputAudio),
        ("OutputVideo", ModerationDetails.OutputVideo),
        ("OutputImage", ModerationDetails.OutputVideo),
        ("OutputAudio", ModerationDetails.OutputAudio),
    ];

    private static readonly (string Param, string Detail)[] Params =
    [
        ("prompt", ModerationDetails.InputText),
        ("image_url", ModerationDetails.InputImage),
        ("video_url", ModerationDetails.InputVideo),
        ("audio_url", ModerationDetails.InputAudio),
    ];

    public static bool IsRefusal(ProviderError error)
        => Codes.Any(code => Contains(error.Code, code)) || Phrases.Any(phrase => Contains(error.Message, phrase));

    /// <summary>What was refused: from ByteDance's code, else from the parameter named, else null.</summary>
    public static string? Detail(ProviderError error)
        => Details.FirstOrDefault(entry => Contains(error.Code, entry.Text) || Contains(error.Message, entry.Text)).Detail
            ?? Params.FirstOrDefault(entry => error.Param?.StartsWith(entry.Param, StringComparison.Ordinal) == true).Detail;

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
