namespace Seedance.EndToEnd.Tests.Running;

/// <summary>One simulator, in this process, for all tests: each knows its own tasks by its prompt.</summary>
internal static class SharedSimulator
{
    private static readonly Lazy<Task<SimulatorServer>> Started = new(StartAsync);

    public static Task<SimulatorServer> GetAsync() => Started.Value;

    // An app that runs elsewhere knows the address already.
    private static Task<SimulatorServer> StartAsync() => SimulatorServer.StartAsync(
        new SimulatorSettings { ProgressSeconds = 0.5, Port = RunningElsewhere.Find()?.Simulator.Port ?? 0 });
}
