namespace Seedance.Benchmarks;

/// <summary>How long a create takes, with storage on the same machine.</summary>
internal static class Create
{
    private const int WarmUps = 50;
    private const int Requests = 200;
    private const double GoalMilliseconds = 50;

    public static async Task<IReadOnlyList<Measure>> RunAsync()
    {
        Console.WriteLine($"create: {Requests} requests, one after the other ...");
        // Longer than the benchmark: what the generations do later is not measured here.
        await using var stack = await Stack.StartAsync(progressSeconds: 600);
        for (var request = 0; request < WarmUps; request++) await stack.CreateAsync($"Warm up {request}");

        var milliseconds = new List<double>();
        for (var request = 0; request < Requests; request++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await stack.CreateAsync($"Create {request}");
            milliseconds.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }
        return
        [
            new("create, fastest of 200", milliseconds.Min(), "ms"),
            new("create, median of 200", milliseconds.Median(), "ms", GoalMilliseconds),
            new("create, 95th percentile of 200", milliseconds.At(0.95), "ms"),
            new("create, slowest of 200", milliseconds.Max(), "ms"),
        ];
    }
}
