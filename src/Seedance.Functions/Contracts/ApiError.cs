namespace Seedance.Functions.Contracts;

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
    public BudgetResponse? Budget { get; init; }

    internal static ApiError Of(TaskFailure failure) => new(failure.Code, failure.Message, FailureCodes.Describe(failure.Code).Type)
    {
        Detail = failure.Detail,
        ProviderCode = failure.ProviderCode,
        ProviderMessage = failure.ProviderMessage,
        Retryable = failure.Retryable,
    };
}

/// <summary>The body of an error on EvoLink's surface.</summary>
/// <param name="Error">The error itself.</param>
public sealed record ErrorResponse(ApiError Error);
