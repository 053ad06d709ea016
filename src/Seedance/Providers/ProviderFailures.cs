namespace Seedance.Providers;

internal static class ProviderFailures
{
    // EvoLink's key-level quota codes, some of which come with 403.
    private static readonly string[] QuotaCodes =
        ["insufficient_quota", "insufficient_user_quota", "insufficient_token_quota", "quota_not_enough", "insufficient_credits"];

    // Codes that say that a task may exist, whatever the status.
    private static readonly string[] AmbiguousCodes = ["idempotency_conflict", "paid_outcome_unknown"];

    // ByteDance's own codes come through some providers unchanged.
    private static readonly string[] RefusalCodes =
        [FailureCodes.ContentPolicyViolation, "content_policy", "content_filter", "moderation", "SensitiveContentDetected"];

    private static readonly string[] RefusalPhrases =
        ["SensitiveContentDetected", "content policy", "content_policy", "content moderation", "sensitive content", "safety filter"];

    private static readonly (string Text, string Detail)[] RefusalDetails =
    [
        ("InputText", ModerationDetails.InputText),
        ("InputImage", ModerationDetails.InputImage),
        ("InputVideo", ModerationDetails.InputVideo),
        ("InputAudio", ModerationDetails.InputAudio),
        ("OutputVideo", ModerationDetails.OutputVideo),
        ("OutputImage", ModerationDetails.OutputVideo),
        ("OutputAudio", ModerationDetails.OutputAudio),
    ];

    private static readonly (string Param, string Detail)[] RefusedParams =
    [
        ("prompt", ModerationDetails.InputText),
        ("image_url", ModerationDetails.InputImage),
        ("video_url", ModerationDetails.InputVideo),
        ("audio_url", ModerationDetails.InputAudio),
    ];

    /// <summary>Why a task failed that the provider had accepted.</summary>
    public static TaskFailure OfTask(ProviderError error)
    {
        if (IsRefusal(error)) return Refused(error);
        var code = error.Code?.ToLowerInvariant();
        return Of(code is not null && FailureCodes.IsFromProvider(code) ? code : FailureCodes.UnknownError, error);
    }

    /// <summary>Classifies an error response to a submit. What is not surely harmless is unknown.</summary>
    /// <param name="status">The status, or the code in the body that stands for one.</param>
    /// <param name="retryAfter">How long the provider asked to wait.</param>
    public static SubmitOutcome OfSubmit(int status, ProviderError error, TimeSpan? retryAfter)
    {
        var reason = error.Code is { } code ? $"HTTP {status} {code}" : $"HTTP {status}";
        if (AmbiguousCodes.Any(error.Is)) return new SubmitOutcome.Unknown(reason);
        return status switch
        {
            429 => new SubmitOutcome.NotSent(reason, retryAfter),
            408 or 409 or 425 or 499 => new SubmitOutcome.Unknown(reason),
            401 => Rejected(FailureCodes.ProviderAuth),
            402 => Rejected(FailureCodes.ProviderInsufficientCredits),
            403 when QuotaCodes.Any(error.Is) => Rejected(FailureCodes.ProviderInsufficientCredits),
            >= 400 and < 500 when IsRefusal(error) => new SubmitOutcome.Rejected(Refused(error)),
            403 => Rejected(FailureCodes.ProviderAuth),
            >= 400 and < 500 => Rejected(FailureCodes.ProviderRejected),
            _ => new SubmitOutcome.Unknown(reason),
        };

        SubmitOutcome.Rejected Rejected(string failure) => new(Of(failure, error));
    }

    private static TaskFailure Refused(ProviderError error) => Of(FailureCodes.ContentPolicyViolation, error) with
    {
        Detail = RefusalDetails.FirstOrDefault(entry => Contains(error.Code, entry.Text) || Contains(error.Message, entry.Text)).Detail
            ?? RefusedParams.FirstOrDefault(entry => error.Param?.StartsWith(entry.Param, StringComparison.Ordinal) == true).Detail,
    };

    private static TaskFailure Of(string code, ProviderError error)
    {
        // What a provider says of this service's account is for its operator, not for the caller.
        var isForOperator = code is FailureCodes.ProviderAuth or FailureCodes.ProviderInsufficientCredits;
        var failure = error.Message is { } said && !isForOperator ? TaskFailure.Of(code, said) : TaskFailure.Of(code);
        return failure with { ProviderCode = error.Code, ProviderMessage = error.Message };
    }

    private static bool IsRefusal(ProviderError error)
        => RefusalCodes.Any(code => Contains(error.Code, code)) || RefusalPhrases.Any(phrase => Contains(error.Message, phrase));

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
