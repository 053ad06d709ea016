using Seedance.Simulator;

namespace Seedance.Benchmarks;

/// <summary>A thousand generations that all wait at once, and then all finish.</summary>
internal static class InFlight
{
    private const int Generations = 1000;
    private const int Senders = 8;
    private const double GoalMegabytes = 400;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Measure>> RunAsync()
    {
        Console.WriteLine($"inflight: {Generations} generations at once ...");
        // So long that the last is submitted before the first ends; the simulator is then told to let them finish.
        await using var stack = await Stack.StartAsync(progressSeconds: 3600);
        var began = TimeProvider.System.GetTimestamp();
        var ids = await CreateAllAsync(stack);
        var created = TimeProvider.System.GetElapsedTime(began);
        Console.WriteLine($"  {ids.Count} created in {created.TotalSeconds:0} s");
        await UntilAsync(began, "submitted", () => Task.FromResult(stack.Simulator.Journal.Count(entry => entry.Kind == JournalKind.Submit)));
        var submitted = TimeProvider.System.GetElapsedTime(began);

        var finishing = TimeProvider.System.GetTimestamp();
        foreach (var task in stack.Simulator.Tasks) task.Complete();
        var ended = await EndAllAsync(stack, ids, finishing);
        var finished = TimeProvider.System.GetElapsedTime(finishing);

        var paid = stack.Simulator.Journal.Count(entry => entry.Created);
        var peak = PeakMemory.Megabytes(stack.App.ProcessId);
        return
        [
            new("inflight, generations not completed", Generations - ended, "", 0),
            new("inflight, paid submits beyond one each", paid - Generations, "", 0),
            new("inflight, peak resident memory of the app", peak, "MB", GoalMegabytes),
            new("inflight, all created", created.TotalSeconds, "s"),
            new("inflight, all submitted and waiting", submitted.TotalSeconds, "s"),
            new("inflight, all stored after they finished", finished.TotalSeconds, "s"),
        ];
    }

    private static async Task<IReadOnlyList<string>> CreateAllAsync(Stack stack)
    {
        var ids = new string[Generations];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Generations),
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (number, _) => ids[number] = await stack.CreateAsync($"In flight {number}"));
        return ids;
    }

    private static async Task<int> EndAllAsync(Stack stack, IReadOnlyList<string> ids, long began)
    {
        var open = ids.ToList();
        var completed = 0;
        await UntilAsync(began, "ended", async () =>
        {
            foreach (var id in open.ToList())
            {
                var status = await stack.StatusAsync(id);
                // Oldest first: behind one that still runs, the others most likely run as well.
                if (status is "pending" or "processing") break;
                if (status == "completed") completed++;
                open.Remove(id);
            }
            return ids.Count - open.Count;
        });
        return completed;
    }

    private static async Task UntilAsync(long began, string what, Func<Task<int>> count)
    {
        while (true)
        {
            var now = await count();
            if (now >= Generations) return;
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                Console.WriteLine($"  only {now} of {Generations} {what} within {Limit.TotalMinutes:0} minutes");
                return;
            }
            await Task.Delay(Look);
        }
    }
}
