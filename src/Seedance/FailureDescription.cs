namespace Seedance;

/// <summary>What is fixed about a failure code.</summary>
/// <param name="Code">One of <see cref="FailureCodes"/>.</param>
/// <param name="Retryable">Whether submitting the same request again can help.</param>
/// <param name="Type">The word for <c>error.type</c> on the EvoLink surface.</param>
/// <param name="Message">The message where the provider gave none.</param>
public sealed record FailureDescription(string Code, bool Retryable, string Type, string Message);
