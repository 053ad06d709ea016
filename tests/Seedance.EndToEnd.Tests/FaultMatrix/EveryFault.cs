using System.Globalization;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.CrashMatrix;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Simulator.Faults;

namespace Seedance.EndToEnd.Tests.FaultMatrix;

public sealed class EveryFault
{
    private static readonly Dictionary<string, string> Patient = new()
    {
        ["Seedance__Waiting__WebhookPollSeconds"] = "1",
        ["Seedance__Waiting__WebhookPollMaxSeconds"] = "1",
        ["Seedance__Waiting__NotFoundGraceSeconds"] = "1",
        ["Seedance__Waiting__NotAVideoMinutes"] = "0.5",
        ["Seedance__Videos__MaxBytes"] = "20000000",
    };

    private static readonly Dictionary<string, string> Impatient = new(Patient)
    {
        ["Seedance__Waiting__DeadlineMinutes"] = Minutes(6),
        ["Seedance__Waiting__ReconcileMinutes"] = Minutes(3),
        ["Seedance__Waiting__ReconcileHours"] = Minutes(12.0 / 60),
        ["Seedance__Videos__IdleTimeoutSeconds"] = "5",
    };

    [OwnAppFact]
    public Task Alone() => RunAsync("fault-alone", SingleFaults.Passing, Patient);

    [OwnAppFact]
    public Task Lasting_until_the_service_gives_up() => RunAsync("fault-lasting", SingleFaults.Lasting, Impatient);

    [OwnAppFact]
    public void The_table_has_every_fault_of_the_simulator_at_every_point()
    {
        var possible = FaultKind.All.SelectMany(fault => fault.On.Select(point => $"{point}.{fault.Name}"));

        var tried = SingleFaults.Passing.Concat(SingleFaults.Lasting).SelectMany(trial => trial.Faults).Select(fault => fault.Split(' ')[0]);

        Assert.Empty(possible.Except(tried));
    }

    internal static async Task RunAsync(string name, IReadOnlyList<Trial> trials, IReadOnlyDictionary<string, string> settings)
    {
        await using var app = await WiredApp.StartAsync(name, webhooks: true, settleMinutes: 0.5, settings);
        await using var caller = await CallbackListener.StartAsync();
        await new Trials(app, caller).AssertAllAsync(trials);
    }

    private static string Minutes(double seconds) => (seconds / 60).ToString(CultureInfo.InvariantCulture);
}
