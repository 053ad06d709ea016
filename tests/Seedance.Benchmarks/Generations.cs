namespace Seedance.Benchmarks;

/// <summary>How fast the app starts and takes requests, and how many generations it carries at once.</summary>
internal static class Generations
{
    // Longer than a benchmark: what the generations do later is not measured.
    private const double Unfinished = 3600;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>The first response is that of the health check, which asks the app's storage as well.</summary>
    public static async Task<IReadOnlyList<Measure>> StartAsync()
    {
        const int Runs = 5;
        Console.WriteLine($"start: {Runs} starts ...");
        await using var stack = await Stack.StartAsync();
        var seconds = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            await stack.App.StopAsync();
            var start = TimeProvider.System.GetTimestamp();
            await stack.App.RestartAsync();
            seconds.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }
        return [new("first response after start, median of 5", seconds.Median(), "s", Max: 4)];
    }

    public static async Task<IReadOnlyList<Measure>> CreateAsync()
    {
        const int WarmUps = 50, Requests = 200;
        Console.WriteLine($"create: {Requests} requests, one after the other ...");
        await using var stack = await Stack.StartAsync(Unfinished);
        for (var request = 0; request < WarmUps; request++) await stack.CreateAsync($"Warm up {request}");
        var milliseconds = new List<double>();
        for (var request = 0; request < Requests; request++)
        {
            var start = TimeProvider.System.GetTimestamp();
            await stack.CreateAsync($"Create {request}");
            milliseconds.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        return
        [
            new("create, median of 200", milliseconds.Median(), "ms", Max: 60),
            new("create, 95th percentile of 200", milliseconds.At(0.95), "ms"),
        ];
    }

    /// <summary>All wait at the provider at once, and then all finish.</summary>
    public static async Task<IReadOnlyList<Measure>> BurstAsync()
    {
        const int Count = 200, Senders = 8;
        Console.WriteLine($"burst: {Count} generations at once ...");
        await using var stack = await Stack.StartAsync(Unfinished);
        var ids = new string[Count];
        var start = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count),
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (number, _) => ids[number] = await stack.CreateAsync($"In flight {number}"));
        var created = Elapsed();
        await UntilAsync(() => Task.FromResult(stack.Simulator.Journal.Count(entry => entry.Kind == JournalKind.Submit) >= Count));
        var submitted = Elapsed();
        foreach (var task in stack.Simulator.Tasks) task.Complete();
        var completed = 0;
        await UntilAsync(async () =>
        {
            // Oldest first: behind one that still runs, the others run as well.
            while (completed < Count && await stack.StatusAsync(ids[completed]) == "completed") completed++;
            return completed == Count;
        });
        var finished = Elapsed();
        var measures = new List<Measure>
        {
            new("burst, generations completed", completed, "", Min: Count),
            new("burst, paid submits", stack.Simulator.Journal.Count(entry => entry.Created), "", Max: Count),
            new("burst, all created after", created, "s"),
            new("burst, all submitted after", submitted, "s"),
            new("burst, all stored after they finished", finished - submitted, "s"),
        };
        if (OperatingSystem.IsLinux())
            measures.Add(new("burst, peak resident memory of host and worker", Memory.PeakOfTree(stack.App.ProcessId), "MB", Max: 500));
        return measures;

        double Elapsed() => TimeProvider.System.GetElapsedTime(start).TotalSeconds;

        async Task UntilAsync(Func<Task<bool>> isDone)
        {
            while (!await isDone() && Elapsed() < Limit.TotalSeconds) await Task.Delay(500);
        }
    }
}
