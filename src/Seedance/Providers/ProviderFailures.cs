namespace Seedance.Providers;

/// <summary>What a response means that is not simply the task.</summary>
internal static class ProviderFailures
{
    // Parts of codes and messages about the service's account. Some providers have them at 403 or 429.
    private static readonly string[] QuotaCodes =
        ["quota", "balance", "insufficient_credit", "not_enough_credit", "credits_exhausted", "overdue", "arrears", "billing"];

    private static readonly string[] QuotaPhrases =
    [
        "insufficient credit", "insufficient balance", "insufficient quota", "not enough credit", "out of credit", "balance is not enough",
        "quota is not enough", "exceeded your current quota", "余额不足", "额度不足",
    ];

    // Codes that say that a task may exist, whatever the status.
    private static readonly string[] AmbiguousCodes = ["idempotency_conflict", "paid_outcome_unknown"];

    // ByteDance's own codes come through some providers unchanged.
    private static readonly string[] RefusalCodes =
        [FailureCodes.ContentPolicyViolation, "content_policy", "content_filter", "moderation", "SensitiveContentDetected"];

    private static readonly string[] RefusalPhrases =
    [
        "SensitiveContentDetected", "content policy", "content_policy", "content moderation", "moderation", "sensitive content",
        "safety filter", "safety system", "nsfw", "prohibited content", "inappropriate content", "敏感", "违规",
    ];

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
    /// <param name="status">The provider's word for the state.</param>
    public static TaskFailure OfTask(ProviderError error, string status)
    {
        if (IsRefusal(error)) return Refused(error);
        var code = error.Code?.ToLowerInvariant();
        if (code is not null && FailureCodes.IsFromProvider(code)) return Of(code, error);
        var isLate = error.Message is null && ProviderJson.Plain(status) is "timeout" or "timedout" or "expired";
        return Of(isLate ? "generation_timeout" : FailureCodes.UnknownError, error);
    }

    /// <summary>The failure of a request that never left.</summary>
    public static SubmitOutcome Unreachable(string reason) => new SubmitOutcome.NotSent(
        TaskFailure.Of(FailureCodes.ServiceUnavailable, $"The provider could not be reached: {reason}."), RetryAfter: null);

    /// <summary>Classifies a response to a submit that names no task. What is not surely harmless is unknown.</summary>
    public static SubmitOutcome OfSubmit(ProviderResponse response)
    {
        var (error, isSuccess) = (response.Error, response.IsSuccess);
        var isError = !isSuccess || error.IsError || response.ReadTask("") is { State: TaskState.Failed };
        var unknown = new SubmitOutcome.Unknown(
            isError ? ReasonOf(response) : $"HTTP {response.Http} without a task id", Answered: response.Http < 400 || response.IsFromApi);
        if (!isError || AmbiguousCodes.Any(error.Is)) return unknown;
        var failure = (isSuccess ? error.Status ?? 400 : response.Http) switch
        {
            // "Send it to another address": by the meaning of these two (RFC 9110, 15.4.8 and 15.4.9) nothing was done here. After the
            // other redirects a task may exist.
            307 or 308 => Told(FailureCodes.ProviderRejected, "The provider redirects the request elsewhere", response),
            < 400 => null,
            408 or 409 or 425 or 499 => null,
            < 500 when IsBlocked(response)
                => Told(FailureCodes.ProviderBlocked, "The request was blocked before it reached the provider's API", response),
            < 500 when IsQuota(error) => Of(FailureCodes.ProviderInsufficientCredits, error),
            429 => Told(FailureCodes.ProviderRateLimited, "The provider limits the rate of requests", response),
            // A message alone may be a gateway's that has given up waiting.
            503 when !isSuccess && response.IsFromApi && error.IsError
                => Told(FailureCodes.ServiceUnavailable, "The provider is busy", response),
            >= 500 => null,
            401 => Of(FailureCodes.ProviderAuth, error),
            402 => Of(FailureCodes.ProviderInsufficientCredits, error),
            _ when IsRefusal(error) => Refused(error),
            403 => Of(FailureCodes.ProviderAuth, error),
            _ => Of(FailureCodes.ProviderRejected, error),
        };
        return failure switch
        {
            null => unknown,
            // After a success nothing is ever sent again, whatever it tells.
            { Code: FailureCodes.ServiceUnavailable or FailureCodes.ProviderRateLimited or FailureCodes.ProviderBlocked } when !isSuccess
                => new SubmitOutcome.NotSent(failure, response.RetryAfter),
            _ => new SubmitOutcome.Rejected(failure),
        };
    }

    /// <summary>Reads a response to a look at a task.</summary>
    public static PollOutcome OfPoll(ProviderResponse response, string id)
    {
        var error = response.Error;
        if (response.IsSuccess && response.IsOf(id) && response.ReadTask(id) is { } task)
        {
            // {"status":"error","message":"..."} without an id is about the request, and not about the task.
            var isOfRequest = ProviderJson.Plain(task.ProviderStatus) is "error" or "fail" && !response.TaskIds().Any();
            if (!isOfRequest) return new PollOutcome.Found(task);
        }
        var status = response.IsSuccess ? error.Status ?? response.Http : response.Http;
        return (status == 404 && !response.IsWebPage) || (status is >= 400 and < 500 && error.Status == 404)
            ? new PollOutcome.NotFound()
            : new PollOutcome.Unavailable(ReasonOf(response), response.RetryAfter);
    }

    /// <summary>A response that settles nothing, in a few words.</summary>
    private static string ReasonOf(ProviderResponse response)
    {
        var what = response.Http switch
        {
            _ when IsBlocked(response) => ", blocked before it reached the API",
            401 or 403 => ", credentials refused",
            429 => ", rate limited",
            503 when response.IsFromApi => ", busy",
            >= 300 and < 400 => ", a redirect",
            < 300 when response.Body is null => ", a body that is too large",
            < 300 => " without the task",
            _ => "",
        };
        var said = string.Join(' ', new[] { response.Error.Code, response.Error.Message }.OfType<string>().Distinct());
        return $"HTTP {response.Http}{what}{(said.Length > 0 ? ": " : "")}{said}";
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

    /// <summary>A failure in this service's words, then the provider's.</summary>
    private static TaskFailure Told(string code, string what, ProviderResponse response)
    {
        var (error, said) = (response.Error, response.IsFromApi ? response.Error.Message?.TrimEnd('.', '!', ' ', '。') : null);
        return TaskFailure.Of(code, $"{what} (HTTP {response.Http}){(said is null ? "" : ": ")}{said}.") with
        {
            ProviderCode = error.Code,
            ProviderMessage = error.Message,
        };
    }

    // An empty 429 is as good as one with words. An empty 403 is not: the API says why.
    private static bool IsBlocked(ProviderResponse response)
        => !response.IsFromApi && (response.Http == 403 || (response.Http == 429 && !response.IsEmpty));

    private static bool IsQuota(ProviderError error)
        => (QuotaCodes.Any(code => Contains(error.Code, code)) && !Contains(error.Code, "rate_limit"))
        || QuotaPhrases.Any(phrase => Contains(error.Message, phrase));

    private static bool IsRefusal(ProviderError error)
        => RefusalCodes.Any(code => Contains(error.Code, code)) || RefusalPhrases.Any(phrase => Contains(error.Message, phrase));

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
