using Seedance.Functions.Storage;
using static System.Net.HttpStatusCode;

namespace Seedance.Functions.Contracts;

/// <summary>A request that fails: every error of the HTTP API. The middleware writes it in the shape of the called surface.</summary>
public sealed class ApiException : Exception
{
    /// <summary>The code of what only time, or the operator, can change.</summary>
    internal const string ServiceUnavailableCode = "service_unavailable";

    private ApiException(HttpStatusCode status, ApiError error)
        : base(error.Message) => (Status, Error) = (status, error);

    private ApiException(HttpStatusCode status, string code, string message)
        : this(status, new ApiError(code, message, TypeOf(status)))
    {
    }

    public HttpStatusCode Status { get; }
    public ApiError Error { get; }

    /// <summary>When to try again; null where time alone changes nothing.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    internal static ApiException Refused(params IReadOnlyList<RequestViolation> violations)
    {
        var first = violations[0].Message;
        var message = violations.Count == 1 ? first : $"{first} ({violations.Count} problems in all, see errors.)";
        return new(BadRequest, new ApiError("invalid_request", message, TypeOf(BadRequest)) { Errors = violations });
    }

    internal static ApiException InvalidQuery(string parameter, string what) => Refused(QueryViolation(parameter, what));

    internal static RequestViolation QueryViolation(string parameter, string what)
        => new(parameter, ViolationCodes.InvalidParameter, $"{parameter} {what}.");

    internal static ApiException UnreadableBody(int status)
        => new((HttpStatusCode)status, new ApiError("invalid_request", "The request's body did not arrive whole.", TypeOf(BadRequest)));

    internal static ApiException InvalidKey() => new(Unauthorized, "unauthorized", "Invalid or missing API key.");
    internal static ApiException OverBudget(BudgetRefusal refusal) => new(
        PaymentRequired, new ApiError("insufficient_quota", refusal.Message, "insufficient_quota") { Budget = BudgetResponse.Of(refusal) });
    internal static ApiException TaskNotFound() => new(NotFound, "task_not_found", "Task not found.");
    internal static ApiException BatchNotFound() => new(NotFound, "batch_not_found", "Batch not found.");
    internal static ApiException PartNotFound()
        => new(NotFound, "part_not_found", "The task has no video of that number, or no last frame.");
    internal static ApiException RouteNotFound(string method, string path)
        => new(NotFound, "route_not_found", $"There is no {method} {path} here; /openapi.json lists what there is.");
    internal static ApiException NotReady(string status)
        => new(Conflict, "video_not_ready", $"The task is {status}; its video is there once it is completed.");
    internal static ApiException NotCancellable(string status) => new(Conflict, "task_not_cancellable", $"The task is {status} already.");
    internal static ApiException NotRecoverable(string message) => new(Conflict, "task_not_recoverable", message);
    internal static ApiException NotEnded(string status)
        => new(Conflict, "task_not_ended", $"The task is {status}; its caller is told when it has ended.");
    internal static ApiException NoCallback()
        => new(Conflict, "no_callback", "The task was created without a callback_url, and its client had none of its own.");
    internal static ApiException VideoDeleted() => new(Gone, "video_deleted", "The video was deleted, as its client asked.");

    internal static ApiException ResentTooOften()
        => new(Conflict, "resent_too_often", "Too many extra attempts were asked for. The callback is still retried as usual.");

    /// <param name="limit">With its unit.</param>
    internal static ApiException TooLarge(string what, string limit)
        => new(RequestEntityTooLarge, "request_too_large", $"The {what} may hold at most {limit}.");
    internal static ApiException KeyConflict() => new(
        UnprocessableEntity, "idempotency_conflict", "This Idempotency-Key was used for a different request. Nothing was submitted.");
    internal static ApiException Unexpected(string invocationId)
        => new(InternalServerError, "internal_error", $"Something unexpected happened. Quote {invocationId} when you report it.");
    internal static ApiException NoCursors()
        => Unavailable("There are more tasks than fit on one page, and no Seedance__LinkKey is configured that could sign a cursor.");
    internal static ApiException ProviderNotConfigured(string provider)
        => Unavailable($"The provider '{provider}' has no API key configured here, so nothing was submitted.");
    internal static ApiException NotResent() => Unavailable("The callback could not be sent again just now. Try again in a few minutes.");
    internal static ApiException NotStartedYet() => Unavailable("The task has no workflow yet. Try again in a few minutes.");

    internal static ApiException NotRecoveredYet() => Unavailable("The recovery could not be started just now. Try again in a moment.");

    internal static ApiException ProviderUnavailable(string reason, TimeSpan? retryAfter)
        => Unavailable($"The provider could not be asked: {reason}. Try again later.", retryAfter);

    internal static ApiException NotStarted() => Unavailable(
        "The task could not be started just now, and nothing was submitted. Try again in a moment.", TimeSpan.FromSeconds(10));

    internal static ApiException StorageUnavailable() => Unavailable(
        "The service's storage does not answer just now. Try again later; a create under the same Idempotency-Key never pays twice.",
        TimeSpan.FromSeconds(10));
    internal static ApiException Stopping() => Unavailable("The service is restarting. Try again in a moment.", TimeSpan.FromSeconds(5));

    private static ApiException Unavailable(string message, TimeSpan? retryAfter = null)
        => new(ServiceUnavailable, ServiceUnavailableCode, message) { RetryAfter = retryAfter };

    // As in EvoLink's documents.
    private static string TypeOf(HttpStatusCode status) => status switch
    {
        Unauthorized => "authentication_error",
        NotFound => "not_found_error",
        RequestEntityTooLarge => "request_too_large_error",
        InternalServerError => "api_error",
        ServiceUnavailable => "service_unavailable_error",
        _ => "invalid_request_error",
    };
}
