using Seedance.Functions.Api;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>
/// A request that is not answered as asked. <see cref="ApiErrors"/> writes it in the shape of the door that was called, whatever
/// throws it.
/// </summary>
public sealed class ApiException : Exception
{
    private const string Invalid = "invalid_request_error";
    private const string NotFound = "not_found_error";
    private const string TooLarge = "request_too_large_error";

    /// <summary>What only time, or whoever runs the service, can change.</summary>
    internal const string ServiceUnavailableCode = "service_unavailable";

    private ApiException(HttpStatusCode status, ApiError error)
        : base(error.Message)
    {
        Status = status;
        Error = error;
    }

    private ApiException(HttpStatusCode status, string type, string code, string message)
        : this(status, new ApiError(code, message, type))
    {
    }

    /// <summary>HTTP's status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What the caller is told, in EvoLink's words.</summary>
    public ApiError Error { get; }

    /// <summary>When it can be worth asking again; null where time alone changes nothing.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    internal static ApiException Refused(params IReadOnlyList<RequestViolation> violations)
    {
        var first = violations[0].Message;
        var message = violations.Count == 1 ? first : $"{first} ({violations.Count} problems in all, see errors.)";
        return new(HttpStatusCode.BadRequest, new ApiError("invalid_request", message, Invalid) { Errors = violations });
    }

    internal static ApiException UnreadableBody(int status)
        => new((HttpStatusCode)status, Invalid, "invalid_request", "The request's body did not arrive whole.");

    internal static ApiException Unauthorized()
        => new(HttpStatusCode.Unauthorized, "authentication_error", "unauthorized", "Invalid or missing API key.");

    internal static ApiException OverBudget(BudgetRefusal refusal) => new(
        HttpStatusCode.PaymentRequired,
        new ApiError("insufficient_quota", refusal.Message, "insufficient_quota") { Budget = BudgetResponse.Of(refusal) });

    internal static ApiException TaskNotFound() => new(HttpStatusCode.NotFound, NotFound, "task_not_found", "Task not found.");

    internal static ApiException PartNotFound()
        => new(HttpStatusCode.NotFound, NotFound, "part_not_found", "The task has no video of that number, or no last frame.");

    internal static ApiException BatchNotFound() => new(HttpStatusCode.NotFound, NotFound, "batch_not_found", "Batch not found.");

    internal static ApiException RouteNotFound(string method, string path) => new(
        HttpStatusCode.NotFound, NotFound, "route_not_found", $"There is no {method} {path} here; /openapi.json lists what there is.");

    internal static ApiException NotReady(string status) => new(
        HttpStatusCode.Conflict, Invalid, "video_not_ready", $"The task is {status}; its video is there once it is completed.");

    internal static ApiException NotCancellable(string status)
        => new(HttpStatusCode.Conflict, Invalid, "task_not_cancellable", $"The task is {status} already.");

    internal static ApiException NotEnded(string status)
        => new(HttpStatusCode.Conflict, Invalid, "task_not_ended", $"The task is {status}; its caller is told when it has ended.");

    internal static ApiException NoCallback() => new(
        HttpStatusCode.Conflict,
        Invalid,
        "no_callback",
        "The task was created without a callback_url, and its client had none of its own.");

    internal static ApiException ResentTooOften() => new(
        HttpStatusCode.Conflict,
        Invalid,
        "resent_too_often",
        "Too many extra attempts were asked for. The callback is still retried at its usual intervals.");

    internal static ApiException VideoDeleted()
        => new(HttpStatusCode.Gone, Invalid, "video_deleted", "The video was deleted, as its client asked.");

    internal static ApiException BodyTooLarge() => new(
        HttpStatusCode.RequestEntityTooLarge,
        TooLarge,
        "request_too_large",
        $"The request body may hold at most {RequestExtensions.MaxBodyBytes / 1024} KB.");

    internal static ApiException BatchTooLarge() => new(
        HttpStatusCode.RequestEntityTooLarge,
        TooLarge,
        "request_too_large",
        $"The body of a batch may hold at most {CreateBatch.MaxBytes / (1024 * 1024)} MB.");

    internal static ApiException KeyConflict() => new(
        HttpStatusCode.UnprocessableEntity,
        Invalid,
        "idempotency_conflict",
        "This Idempotency-Key was used for a different request. Nothing was submitted.");

    internal static ApiException Unexpected(string invocationId) => new(
        HttpStatusCode.InternalServerError,
        "api_error",
        "internal_error",
        $"Something unexpected happened. Quote {invocationId} when you report it.");

    internal static ApiException NoCursors() => ServiceUnavailable(
        "There are more tasks than fit on one page, and no Seedance__LinkKey is configured that could sign a cursor.");

    internal static ApiException ProviderNotConfigured(string provider)
        => ServiceUnavailable($"The provider '{provider}' has no API key configured here, so nothing was submitted.");

    internal static ApiException NotResent()
        => ServiceUnavailable("The callback could not be sent again just now. Try again in a few minutes.");

    internal static ApiException NotStartedYet() => ServiceUnavailable("The task has no workflow yet. Try again in a few minutes.");

    internal static ApiException StorageUnavailable() => ServiceUnavailable(
        "The service's storage does not answer just now. Try again later; a create under the same Idempotency-Key never pays twice.",
        TimeSpan.FromSeconds(10));

    internal static ApiException Stopping()
        => ServiceUnavailable("The service is restarting. Try again in a moment.", TimeSpan.FromSeconds(5));

    private static ApiException ServiceUnavailable(string message, TimeSpan? retryAfter = null)
        => new(HttpStatusCode.ServiceUnavailable, "service_unavailable_error", ServiceUnavailableCode, message) { RetryAfter = retryAfter };
}
