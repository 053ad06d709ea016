namespace Seedance.Benchmarks;

/// <summary>From the start of the app's process to its first answered request, which asks its storage as well.</summary>
internal static class FirstRequest
{
    private const int Runs = 5;
    private const double GoalSeconds = 2;

    public static async Task<IReadOnlyList<Measure>> RunAsync()
    {
        Console.WriteLine($"first-request: {Runs} starts ...");
        await using var stack = await Stack.StartAsync(progressSeconds: 1);
        var seconds = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            await stack.App.StopAsync();
            var began = TimeProvider.System.GetTimestamp();
            await stack.App.RestartAsync();
            seconds.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }
        return
        [
            new("first request after start, median of 5", seconds.Median(), "s", GoalSeconds),
            new("first request after start, slowest of 5", seconds.Max(), "s"),
        ];
    }
}
