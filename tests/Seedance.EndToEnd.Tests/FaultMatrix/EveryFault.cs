using Seedance.Simulator.Faults;

namespace Seedance.EndToEnd.Tests.FaultMatrix;

public sealed class EveryFault
{
    [OwnAppFact]
    public Task Alone() => RunAsync("fault-alone", SingleFaults.Passing, ("Seedance__Videos__MaxBytes", "20000000"));

    [OwnAppFact]
    public Task Lasting_until_the_service_gives_up() => RunAsync(
        "fault-lasting",
        SingleFaults.Lasting,
        ("Seedance__Waiting__DeadlineMinutes", "0.1"),
        ("Seedance__Waiting__ReconcileMinutes", "0.05"),
        ("Seedance__Waiting__ReconcileHours", "0.00334"),
        ("Seedance__Videos__IdleTimeoutSeconds", "5"));

    [OwnAppFact(IsLong = true)]
    public Task Every_two_together() => RunAsync("fault-pairs", FaultPairs.All);

    [OwnAppFact]
    public void The_table_has_every_fault_of_the_simulator_at_every_point()
    {
        var possible = FaultKind.All.SelectMany(fault => fault.On.Select(point => $"{point}.{fault.Name}"));

        var tried =
            SingleFaults.Passing.Concat(SingleFaults.Lasting).SelectMany(trial => trial.Faults).Select(fault => fault.Split(' ')[0]);

        Assert.Empty(possible.Except(tried));
    }

    private static async Task RunAsync(string name, IReadOnlyList<Trial> trials, params (string Name, string Value)[] settings)
    {
        await using var app = await OwnApp.StartAsync(name, onWires: true, more: settings);
        await using var caller = await CallbackListener.StartAsync();
        await new Trials(app, caller).AssertAllAsync(trials);
    }
}
