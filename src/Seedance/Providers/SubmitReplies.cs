using System.Net;

namespace Seedance.Providers;

/// <summary>Tells the outcomes of a submit apart where no task came back. What is not surely harmless is unknown.</summary>
internal static class SubmitReplies
{
    // EvoLink's key-level quota codes, some of which come with 403.
    private static readonly string[] QuotaCodes =
        ["insufficient_quota", "insufficient_user_quota", "insufficient_token_quota", "quota_not_enough", "insufficient_credits"];

    // Codes that say that a task may exist, whatever the status.
    private static readonly string[] AmbiguousCodes = ["idempotency_conflict", "paid_outcome_unknown"];

    /// <summary>The outcome of an error status.</summary>
    /// <param name="status">The status, or the code in the body that stands for one.</param>
    /// <param name="error">What the body says.</param>
    /// <param name="retryAfter">How long the provider asked to wait.</param>
    public static SubmitOutcome Classify(int status, ProviderError error, TimeSpan? retryAfter)
    {
        var reason = error.Code is { } code ? $"HTTP {status} {code}" : $"HTTP {status}";
        if (AmbiguousCodes.Any(error.Is))
            return new SubmitOutcome.Unknown(reason);
        return (HttpStatusCode)status switch
        {
            HttpStatusCode.TooManyRequests => new SubmitOutcome.NotSent(reason, retryAfter),
            HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or (HttpStatusCode)499 =>
                new SubmitOutcome.Unknown(reason),
            HttpStatusCode.PaymentRequired => Reject(FailureCodes.ProviderInsufficientCredits, error, quote: false),
            HttpStatusCode.Forbidden when QuotaCodes.Any(error.Is) =>
                Reject(FailureCodes.ProviderInsufficientCredits, error, quote: false),
            HttpStatusCode.Unauthorized => Reject(FailureCodes.ProviderAuth, error, quote: false),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError when Moderation.IsRefusal(error) =>
                new SubmitOutcome.Rejected(Failures.Refused(error)),
            HttpStatusCode.Forbidden => Reject(FailureCodes.ProviderAuth, error, quote: false),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError =>
                Reject(FailureCodes.ProviderRejected, error, quote: true),
            _ => new SubmitOutcome.Unknown(reason),
        };
    }

    private static SubmitOutcome.Rejected Reject(string code, ProviderError error, bool quote) =>
        new(Failures.Of(code, error, quote));
}
