namespace Seedance.Tests.Requests;

internal static class Bodies
{
    public static RequestResult Read(RequestFormat format, string json, RequestRules? rules = null)
        => new RequestReader(rules ?? new RequestRules()).Read(format, Encoding.UTF8.GetBytes(json));

    public static VideoRequest Accepted(RequestFormat format, string json)
        => Assert.IsType<RequestResult.Accepted>(Read(format, json)).Request;

    public static IReadOnlyList<RequestViolation> Refused(RequestFormat format, string json)
        => Assert.IsType<RequestResult.Refused>(Read(format, json)).Violations;

    /// <summary>The codes of the violations; none when the body is accepted.</summary>
    public static string[] Codes(RequestFormat format, string json, RequestRules? rules = null)
        => Read(format, json, rules) is RequestResult.Refused refused ? [.. refused.Violations.Select(violation => violation.Code)] : [];
}
