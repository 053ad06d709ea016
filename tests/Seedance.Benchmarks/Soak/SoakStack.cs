using Seedance.Simulator;

namespace Seedance.Benchmarks.Soak;

/// <summary>Starts what the soak needs, with waiting times of seconds where days would be sensible.</summary>
internal static class SoakStack
{
    public static async Task<bool> RunAsync(SoakOptions options)
    {
        Console.WriteLine(FormattableString.Invariant(
            $"soak: {options.Generations} generations, kills for {options.Minutes} minutes, seed {options.Seed} ..."));
        await using var storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true }, Console.WriteLine);
        await using var simulator = await SimulatorServer.StartAsync();
        using var log = new LineLog(RepositoryRoot.Combine("artifacts", "soak", "app.log"));
        var settings = AppSettings.ForLocal(storage.ConnectionString, simulator.BaseUrl) with
        {
            More = new Dictionary<string, string>
            {
                ["Seedance__Waiting__WebhookPollSeconds"] = "2",
                ["Seedance__Waiting__WebhookPollMaxSeconds"] = "8",
                ["Seedance__Waiting__NotFoundGraceSeconds"] = "10",
                ["Seedance__Waiting__NotAVideoMinutes"] = "1",
                ["Seedance__Waiting__ReplayAfterSeconds"] = "2",
                ["Seedance__Waiting__SettleMinutes"] = "2",
                ["Seedance__SweepGraceSeconds"] = "10",
            },
        };
        await using var app = await AppProcess.StartAsync(settings, onLine: log.Add);
        using var caller = new SoakCaller();
        using var run = new SoakRun(options, app, simulator, caller);
        return await run.RunAsync();
    }
}
