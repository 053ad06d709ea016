using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.FaultMatrix;

public sealed class EveryTwoFaults
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Seedance__Waiting__WebhookPollSeconds"] = "1",
        ["Seedance__Waiting__WebhookPollMaxSeconds"] = "1",
        ["Seedance__Waiting__NotFoundGraceSeconds"] = "1",
        ["Seedance__Waiting__NotAVideoMinutes"] = "0.5",
    };

    [OwnAppFact(IsLong = true)]
    public Task Together() => EveryFault.RunAsync("fault-pairs", FaultPairs.All, Settings);
}
