using System.Globalization;
using Seedance.Benchmarks.Copying;

namespace Seedance.Benchmarks;

/// <summary>
/// Videos from the simulator into Azurite on disk, through the activity and by the plainest program that can do it, in turn: what the
/// machine does meanwhile meets both.
/// </summary>
internal static class Copy
{
    private const double GoalRatio = 0.95;
    private const double GoalMegabytes = 64;
    private const long Megabyte = 1_000_000;

    private static readonly (long Megabytes, int Pairs)[] All = [(50, 9), (500, 5), (2000, 3)];
    private static readonly (long Megabytes, int Pairs)[] Quick = [(10, 5), (50, 3)];

    public static async Task<IReadOnlyList<Measure>> RunAsync(bool quick)
    {
        var sizes = quick ? Quick : All;
        var measures = new List<Measure>();
        // Memory first: what the plain program leaves in the pools would otherwise be lent to the activity.
        foreach (var (megabytes, _) in sizes) measures.AddRange(await MemoryAsync(megabytes));
        foreach (var (megabytes, pairs) in sizes) measures.AddRange(await SpeedAsync(megabytes, pairs));
        return measures;
    }

    private static async Task<IReadOnlyList<Measure>> MemoryAsync(long megabytes)
    {
        Console.WriteLine($"copy: memory of {megabytes} MB ...");
        await using var stack = await CopyStack.StartAsync(megabytes * Megabyte);
        var record = await stack.FinishedAsync();
        var (resident, managed) = await CopyMemory.OfAsync(() => StoreAsync(stack, record));
        return
        [
            new($"copy {megabytes} MB, peak extra resident memory", resident, "MB", GoalMegabytes),
            new($"copy {megabytes} MB, peak extra managed memory", managed, "MB", GoalMegabytes),
        ];

        static async Task StoreAsync(CopyStack stack, TaskRecord record) => MustBeStored(await stack.StoreAsync(record));
    }

    private static async Task<IReadOnlyList<Measure>> SpeedAsync(long megabytes, int pairs)
    {
        var (activity, plain) = (new List<double>(), new List<double>());
        for (var pair = 0; pair <= pairs; pair++)
        {
            // Azurite frees what is deleted only after minutes; a new one for each pair keeps the disk from filling.
            await using var stack = await CopyStack.StartAsync(megabytes * Megabyte);
            var (ours, theirs) = (await stack.FinishedAsync(), await stack.FinishedAsync());
            double ourSeconds = 0, plainSeconds = 0;
            Func<Task>[] runs =
            [
                async () => ourSeconds = await SecondsAsync(async () => MustBeStored(await stack.StoreAsync(ours))),
                async () => plainSeconds = await SecondsAsync(() => stack.PlainAsync(theirs)),
            ];
            if (pair % 2 == 1) Array.Reverse(runs);
            foreach (var run in runs) await run();
            // The first pair warms up.
            if (pair == 0) continue;
            activity.Add(megabytes / ourSeconds);
            plain.Add(megabytes / plainSeconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"copy: {megabytes} MB, activity {activity[^1]:0} MB/s, plain {plain[^1]:0} MB/s"));
        }
        return
        [
            new($"copy {megabytes} MB, activity, median of {pairs}", activity.Median(), "MB/s"),
            new($"copy {megabytes} MB, activity, slowest", activity.Min(), "MB/s"),
            new($"copy {megabytes} MB, activity, fastest", activity.Max(), "MB/s"),
            new($"copy {megabytes} MB, plain, median of {pairs}", plain.Median(), "MB/s"),
            new($"copy {megabytes} MB, plain, slowest", plain.Min(), "MB/s"),
            new($"copy {megabytes} MB, plain, fastest", plain.Max(), "MB/s"),
            new($"copy {megabytes} MB, median ratio of a pair", activity.Zip(plain, (ours, theirs) => ours / theirs).ToList().Median(), "", Least: GoalRatio),
        ];
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static void MustBeStored(StoreResult result)
    {
        if (result.Kind != StoreKind.Stored) throw new InvalidOperationException($"Not stored: {result.Failure?.Code} {result.Failure?.Message}");
    }
}
