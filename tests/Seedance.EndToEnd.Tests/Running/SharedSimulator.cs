using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Running;

/// <summary>One simulator for all tests: each knows its own tasks by its prompt, and no test resets it.</summary>
internal static class SharedSimulator
{
    // Ends with the test process, as every process that Launch starts.
    private static readonly Lazy<Task<(Uri, SimulatorAdmin)>> Started = new(StartAsync);

    public static Task<(Uri BaseUrl, SimulatorAdmin Admin)> GetAsync() => Started.Value;

    private static async Task<(Uri, SimulatorAdmin)> StartAsync()
    {
        if (RunningElsewhere.Find() is { } elsewhere) return (elsewhere.Simulator, new SimulatorAdmin(elsewhere.Simulator));

        var simulator = await SimulatorProcess.StartAsync(arguments: ["--progress-seconds", "0.5"]);
        return (simulator.BaseUrl, simulator.Admin);
    }
}
