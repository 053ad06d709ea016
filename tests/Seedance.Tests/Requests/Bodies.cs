using System.Text;

namespace Seedance.Tests.Requests;

internal static class Bodies
{
    public static RequestResult Read(RequestFormat door, string json, RequestRules? rules = null) =>
        new RequestReader(rules ?? new RequestRules()).Read(door, Encoding.UTF8.GetBytes(json));

    public static VideoRequest Accepted(RequestFormat door, string json, RequestRules? rules = null) =>
        Read(door, json, rules) switch
        {
            RequestResult.Accepted accepted => accepted.Request,
            RequestResult.Refused refused => throw new Xunit.Sdk.XunitException(string.Join(Environment.NewLine, refused.Violations)),
            _ => throw new Xunit.Sdk.XunitException("Neither accepted nor refused."),
        };

    public static IReadOnlyList<string> Warnings(RequestFormat door, string json) =>
        Assert.IsType<RequestResult.Accepted>(Read(door, json)).Warnings;

    public static IReadOnlyList<RequestViolation> Refused(RequestFormat door, string json, RequestRules? rules = null) =>
        Assert.IsType<RequestResult.Refused>(Read(door, json, rules)).Violations;

    public static string[] Codes(RequestFormat door, string json, RequestRules? rules = null) =>
        Read(door, json, rules) is RequestResult.Refused refused ? [.. refused.Violations.Select(violation => violation.Code)] : [];
}
