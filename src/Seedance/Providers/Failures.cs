namespace Seedance.Providers;

/// <summary>Turns what a provider says into failures.</summary>
internal static class Failures
{
    /// <summary>A failure with the provider's words beside it.</summary>
    /// <param name="code">One of <see cref="FailureCodes"/>.</param>
    /// <param name="error">What the provider said.</param>
    /// <param name="quote">Whether the provider's message is one for the caller rather than for the operator.</param>
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
    public static TaskFailure Refused(ProviderError error) =>
        Of(FailureCodes.ContentPolicyViolation, error) with { Detail = Moderation.Detail(error) };

    /// <summary>Why a task failed that the provider had accepted.</summary>
    public static TaskFailure OfTask(ProviderError error)
    {
        if (Moderation.IsRefusal(error))
            return Refused(error);
        var code = error.Code?.ToLowerInvariant();
        return Of(FailureCodes.IsFromProvider(code) ? code : FailureCodes.UnknownError, error);
    }
}
