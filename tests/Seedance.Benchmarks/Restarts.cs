namespace Seedance.Benchmarks;

/// <summary>How long a generation takes from kill -9 of host and worker to its end, with the committed host.json.</summary>
internal static class Restarts
{
    private static readonly (string Name, string Fault, string Seen)[] Moments =
    [
        ("submit", "submit.delay_after seconds=3600 times=1", JournalKind.Submit),
        ("copy", "download.slow bytesPerSecond=2000 times=1", JournalKind.Download),
    ];

    public static async Task<IReadOnlyList<Measure>> RunAsync()
    {
        var measures = new List<Measure>();
        foreach (var (name, fault, seen) in Moments)
        {
            Console.WriteLine($"restart: killed during the {name} ...");
            await using var stack = await Stack.StartAsync(progressSeconds: 1);
            var id = await stack.CreateAsync($"Killed during the {name} [[fault:{fault}]]");
            await UntilAsync(() => Task.FromResult(stack.Simulator.Journal.Any(entry => entry.Kind == seen)));
            // What is copied is on its way, and not only asked for.
            await Task.Delay(TimeSpan.FromSeconds(1));
            await stack.App.KillAsync();
            var start = TimeProvider.System.GetTimestamp();
            await stack.App.RestartAsync();
            await UntilAsync(async () => await stack.StatusAsync(id) is "completed" or "failed");
            measures.Add(new($"restart, killed during the {name}", TimeProvider.System.GetElapsedTime(start).TotalSeconds, "s", Max: 90));
            measures.Add(new($"restart, completed", await stack.StatusAsync(id) == "completed" ? 1 : 0, "", Min: 1));
            measures.Add(new($"restart, paid tasks", stack.Simulator.Journal.Count(entry => entry.Created), "", Max: 1));
        }
        return measures;
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        while (!await isTrue()) await Task.Delay(200);
    }
}
