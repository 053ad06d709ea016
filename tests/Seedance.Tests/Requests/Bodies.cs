using System.Text;

namespace Seedance.Tests.Requests;

internal static class Bodies
{
    public static RequestReading Read(FrontDoor door, string json, RequestRules? rules = null) =>
        new RequestReader(rules ?? new RequestRules()).Read(door, Encoding.UTF8.GetBytes(json));

    public static VideoRequest Accepted(FrontDoor door, string json, RequestRules? rules = null) =>
        Read(door, json, rules) switch
        {
            RequestReading.Accepted accepted => accepted.Request,
            RequestReading.Refused refused => throw new Xunit.Sdk.XunitException(string.Join(Environment.NewLine, refused.Violations)),
            _ => throw new Xunit.Sdk.XunitException("Neither accepted nor refused."),
        };

    public static IReadOnlyList<string> Warnings(FrontDoor door, string json) =>
        Assert.IsType<RequestReading.Accepted>(Read(door, json)).Warnings;

    public static IReadOnlyList<RequestViolation> Refused(FrontDoor door, string json, RequestRules? rules = null) =>
        Assert.IsType<RequestReading.Refused>(Read(door, json, rules)).Violations;

    public static string[] Codes(FrontDoor door, string json, RequestRules? rules = null) =>
        Read(door, json, rules) is RequestReading.Refused refused ? [.. refused.Violations.Select(violation => violation.Code)] : [];
}
