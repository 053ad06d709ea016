using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Budgets;
using Seedance.Requests;

namespace Seedance.Functions.Api.SeedanceApi;

/// <summary>
/// An error in seedanceapi.org's envelope: <see cref="Code"/> is HTTP's status, <see cref="Message"/> the vendor's word. What went
/// wrong in a sentence, and every violation at once, are this service's additions.
/// </summary>
/// <param name="Code">HTTP's status again.</param>
/// <param name="Message">What went wrong, for programs, such as <c>INVALID_DURATION</c>.</param>
/// <param name="Detail">What went wrong and the way out, for people.</param>
public sealed record ErrorEnvelope(int Code, string Message, string Detail)
{
    /// <summary>Every violation of a refused request, the vendor's own codes first.</summary>
    public IReadOnlyList<RequestViolation>? Errors { get; init; }

    /// <summary>The budget that does not allow the request.</summary>
    public BudgetAnswer? Budget { get; init; }

    internal static ErrorEnvelope InvalidApiKey { get; } = new(401, "INVALID_API_KEY", "Invalid or missing API key.");

    internal static ErrorEnvelope TaskNotFound { get; } = new(404, "TASK_NOT_FOUND", "Task not found.");

    internal static ErrorEnvelope TooLarge { get; } = new(
        413, "REQUEST_TOO_LARGE", $"The request body may hold at most {RequestBody.MaxBytes / 1024} KB.");

    internal static ErrorEnvelope KeyConflict { get; } = new(
        422, "IDEMPOTENCY_CONFLICT", "This Idempotency-Key was used for a different request. Nothing was submitted.");

    internal static ErrorEnvelope Unexpected(string invocationId) => new(
        500, "INTERNAL_ERROR", $"Something unexpected happened. Quote {invocationId} when you report it.");

    internal static ErrorEnvelope ProviderNotConfigured(string provider) => new(
        503, "SERVICE_UNAVAILABLE", $"The provider '{provider}' has no API key configured here, so nothing was submitted.");

    internal static ErrorEnvelope OverBudget(BudgetRefusal refusal) => new(402, "INSUFFICIENT_CREDITS", refusal.Message)
    {
        Budget = BudgetAnswer.Of(refusal),
    };

    internal static ErrorEnvelope Refused(IReadOnlyList<RequestViolation> violations)
    {
        // What the vendor's clients look for stands first; the rest follows in the order of the body.
        IReadOnlyList<RequestViolation> sorted = [.. violations.OrderBy(each => ViolationCodes.IsSeedanceApiCode(each.Code) ? 0 : 1)];
        return new(400, sorted[0].Code, sorted[0].Message) { Errors = sorted };
    }

    internal async Task<HttpResponseData> WriteAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var response = await JsonAnswer.WriteAsync(request, (HttpStatusCode)Code, this, ApiJson.Default.ErrorEnvelope, cancellationToken);
        if (Code == 401) response.Headers.Add("WWW-Authenticate", "Bearer");
        return response;
    }
}
