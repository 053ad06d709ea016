using Seedance.Requests;

namespace Seedance.SeedanceApiDoor;

/// <summary>The words that seedanceapi.org's error envelope has in <c>message</c>: its own where it has one.</summary>
public static class SeedanceApiCodes
{
    /// <summary>401.</summary>
    public const string InvalidApiKey = "INVALID_API_KEY";

    /// <summary>402.</summary>
    public const string InsufficientCredits = "INSUFFICIENT_CREDITS";

    /// <summary>404.</summary>
    public const string TaskNotFound = "TASK_NOT_FOUND";

    /// <summary>409: a request with the same idempotency key is still being answered.</summary>
    public const string RequestInProgress = "REQUEST_IN_PROGRESS";

    /// <summary>413.</summary>
    public const string RequestTooLarge = "REQUEST_TOO_LARGE";

    /// <summary>422: the idempotency key was used for another request.</summary>
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";

    /// <summary>429.</summary>
    public const string RateLimitExceeded = "RATE_LIMIT_EXCEEDED";

    /// <summary>500.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>503.</summary>
    public const string ServiceUnavailable = "SERVICE_UNAVAILABLE";

    /// <summary>The word for an HTTP status that no violation explains.</summary>
    public static string OfStatus(int status) => status switch
    {
        401 => InvalidApiKey,
        402 => InsufficientCredits,
        404 => TaskNotFound,
        409 => RequestInProgress,
        413 => RequestTooLarge,
        422 => IdempotencyKeyReused,
        429 => RateLimitExceeded,
        503 => ServiceUnavailable,
        >= 400 and < 500 => "INVALID_REQUEST",
        _ => InternalError,
    };

    /// <summary>The violations with the codes that the vendor documents first; the first one's code is the envelope's word.</summary>
    /// <param name="violations">At least one.</param>
    public static IReadOnlyList<RequestViolation> VendorFirst(IReadOnlyList<RequestViolation> violations) =>
        [.. violations.OrderByDescending(violation => ViolationCodes.IsSeedanceApiCode(violation.Code))];
}
