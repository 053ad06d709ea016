namespace Seedance.Functions;

/// <summary>What an operator reads when the app cannot start: one sentence where the cause is known, else the exception as it is.</summary>
internal static class StartFailure
{
    /// <summary>The sentence, or null when only the stack trace can tell.</summary>
    public static string? SentenceOf(Exception failure) => failure switch
    {
        OptionsValidationException wrong => wrong.Message,
        AggregateException { InnerException: { } first } => SentenceOf(first),
        RequestFailedException { Status: 0 } unreachable => $"The storage account cannot be reached: {unreachable.Message}",
        RequestFailedException refused => $"The storage account refused a request with {refused.Status} {refused.ErrorCode}.",
        _ => null,
    };
}
