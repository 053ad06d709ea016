namespace Seedance.Functions.Contracts;

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
    public BudgetResponse? Budget { get; init; }

    internal static ErrorEnvelope Of(ApiException exception)
    {
        // What the vendor's clients look for stands first; the rest follows in the order of the body.
        IReadOnlyList<RequestViolation>? violations = exception.Error.Errors is { } errors
            ? [.. errors.OrderBy(each => ViolationCodes.IsSeedanceApiCode(each.Code) ? 0 : 1)]
            : null;
        return new ErrorEnvelope(
            (int)exception.Status, violations?[0].Code ?? WordOf(exception.Error.Code), violations?[0].Message ?? exception.Message)
        {
            Errors = violations,
            Budget = exception.Error.Budget,
        };
    }

    private static string WordOf(string code) => code switch
    {
        "unauthorized" => "INVALID_API_KEY",
        "insufficient_quota" => "INSUFFICIENT_CREDITS",
        _ => code.ToUpperInvariant(),
    };
}
