using Seedance.Functions.Budgets;
using Seedance.Requests;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>An error as EvoLink's surface has it: the member <c>error</c> of the body.</summary>
/// <param name="Code">What went wrong, for programs: EvoLink's own word where it has one.</param>
/// <param name="Message">What went wrong and the way out, for people.</param>
/// <param name="Type">The family of the error, as in EvoLink's documents.</param>
public sealed record ApiError(string Code, string Message, string Type)
{
    /// <summary>Every violation of a refused request at once.</summary>
    public IReadOnlyList<RequestViolation>? Errors { get; init; }

    /// <summary>More about a failure where it is known, such as <c>output_audio</c> for refused content.</summary>
    public string? Detail { get; init; }

    /// <summary>The provider's own code, beside ours.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's own message, beside ours.</summary>
    public string? ProviderMessage { get; init; }

    /// <summary>Whether the same request may succeed if it is sent again.</summary>
    public bool? Retryable { get; init; }

    /// <summary>The budget that does not allow the request.</summary>
    public BudgetAnswer? Budget { get; init; }

    internal static readonly ApiError Unauthorized = new("unauthorized", "Invalid or missing API key.", "authentication_error");

    internal static readonly ApiError TaskNotFound = new("task_not_found", "Task not found.", "not_found_error");

    internal static readonly ApiError PartNotFound = new(
        "part_not_found", "The task has no video of that number, or no last frame.", "not_found_error");

    internal static readonly ApiError TooLarge = new(
        "request_too_large", $"The request body may hold at most {RequestBody.MaxBytes / 1024} KB.", "request_too_large_error");

    internal static readonly ApiError BatchTooLarge = new(
        "request_too_large", $"The body of a batch may hold at most {CreateBatch.MaxBytes / (1024 * 1024)} MB.", "request_too_large_error");

    internal static readonly ApiError BatchNotFound = new("batch_not_found", "Batch not found.", "not_found_error");

    internal static ApiError Refused(IReadOnlyList<RequestViolation> violations) => new(
        "invalid_request",
        violations.Count == 1 ? violations[0].Message : $"{violations[0].Message} ({violations.Count} problems in all, see errors.)",
        "invalid_request_error")
    { Errors = violations };

    internal static readonly ApiError KeyConflict = new(
        "idempotency_conflict", "This Idempotency-Key was used for a different request. Nothing was submitted.", "invalid_request_error");

    internal static readonly ApiError NoCursors = new(
        "service_unavailable",
        "There are more tasks than fit on one page, and no Seedance__LinkKey is configured that could sign a cursor.",
        "service_unavailable_error");

    internal static ApiError OverBudget(BudgetRefusal refusal) => new("insufficient_quota", refusal.Message, "insufficient_quota")
    {
        Budget = BudgetAnswer.Of(refusal),
    };

    internal static ApiError ProviderNotConfigured(string provider) => new(
        "service_unavailable", $"The provider '{provider}' has no API key configured here, so nothing was submitted.",
        "service_unavailable_error");

    internal static ApiError NotReady(string status) => new(
        "video_not_ready", $"The task is {status}; its video is there once it is completed.", "invalid_request_error");

    internal static readonly ApiError VideoDeleted = new(
        "video_deleted", "The video was deleted, as its client asked.", "invalid_request_error");

    internal static ApiError NotCancellable(string status) => new(
        "task_not_cancellable", $"The task is {status} already.", "invalid_request_error");

    internal static ApiError NotEnded(string status) => new(
        "task_not_ended", $"The task is {status}; its caller is told when it has ended.", "invalid_request_error");

    internal static readonly ApiError NoCallback = new(
        "no_callback", "The task was created without a callback_url, and its client had none of its own.", "invalid_request_error");

    internal static readonly ApiError NotResent = new(
        "service_unavailable", "The callback could not be sent again just now. Try again in a few minutes.", "service_unavailable_error");

    internal static readonly ApiError NotStartedYet = new(
        "service_unavailable", "The task has no workflow yet. Try again in a few minutes.", "service_unavailable_error");

    internal static ApiError Unexpected(string invocationId) => new(
        "internal_error", $"Something unexpected happened. Quote {invocationId} when you report it.", "api_error");

    internal static ApiError Of(TaskFailure failure) => new(failure.Code, failure.Message, FailureCodes.Describe(failure.Code).Type)
    {
        Detail = failure.Detail,
        ProviderCode = failure.ProviderCode,
        ProviderMessage = failure.ProviderMessage,
        Retryable = failure.Retryable,
    };
}
