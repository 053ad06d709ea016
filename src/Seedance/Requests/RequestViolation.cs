namespace Seedance.Requests;

/// <summary>One reason why a request is refused.</summary>
/// <param name="Param">The JSON member, such as <c>image_urls[1]</c>; empty for the body as a whole.</param>
/// <param name="Code">One of <see cref="ViolationCodes"/>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record RequestViolation(string Param, string Code, string Message);
