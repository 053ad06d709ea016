namespace Seedance.Functions.Api;

/// <summary>Why the query of a URL is refused.</summary>
internal static class QueryViolations
{
    public static RequestViolation Invalid(string parameter, string what)
        => new(parameter, ViolationCodes.InvalidParameter, $"{parameter} {what}.");

    public static RequestViolation Unknown(string parameter, IEnumerable<string> known)
        => new(
            parameter,
            ViolationCodes.UnknownParameter,
            $"There is no such query parameter here. Known are {string.Join(", ", known)}.");
}
