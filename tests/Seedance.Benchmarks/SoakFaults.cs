using System.Globalization;
using Seedance.Launch;

namespace Seedance.Benchmarks;

/// <summary>What goes wrong at the simulator in one generation: nothing, one thing, or several.</summary>
internal static class SoakFaults
{
    private static readonly string[] Submits =
    [
        "submit.status status=429 retryAfter=1 times=1", "submit.status status=500 created=true times=1", "submit.status status=502 times=1",
        "submit.drop_before times=1", "submit.drop_after times=1", "submit.delay_after seconds=4", "submit.delay seconds=4",
        "submit.truncated times=1", "submit.html times=1", "submit.create_shape shape=no_id times=1", "submit.status status=400",
    ];

    private static readonly string[] Polls =
    [
        "poll.status status=503 times=3", "poll.status status=429 retryAfter=2 times=2", "poll.drop times=2", "poll.truncated times=1",
        "poll.malformed_json times=2", "poll.html times=1", "poll.empty times=1", "poll.not_found times=2", "poll.state state=odd times=2",
        "poll.expired_link times=1", "poll.delay seconds=3 times=2",
    ];

    private static readonly string[] Callbacks =
        ["callback.lost", "callback.duplicated count=3", "callback.delayed seconds=5", "callback.early", "callback.reordered"];

    private static readonly string[] Downloads =
    [
        "download.status status=500 times=2", "download.drop times=1", "download.truncated times=1", "download.html times=1",
        "download.broken_once", "download.wrong_length times=1", "download.no_ftyp times=1", "download.expired times=1", "download.no_length",
        "download.slow bytesPerSecond=300000 times=1", "download.no_ftyp",
    ];

    private static readonly string[] Ends = ["task.failed", "task.cancelled"];

    public static (string Provider, string Markers) Choose(Random random)
    {
        var provider = random.Next(5) < 3 ? AppSettings.EvoLink : AppSettings.SeedanceApi;
        var seconds = (1 + random.Next(20)).ToString(CultureInfo.InvariantCulture);
        List<string> faults = [$"task.progress seconds={seconds}"];
        // At seedanceapi a lost response can become an honest "unknown"; most generations shall show more than that.
        if (random.Next(provider == AppSettings.EvoLink ? 3 : 6) == 0) faults.Add(One(Submits, random));
        if (random.Next(3) == 0) faults.Add(One(Polls, random));
        if (random.Next(4) == 0) faults.Add(One(Callbacks, random));
        if (random.Next(4) == 0) faults.Add(One(Downloads, random));
        if (random.Next(20) == 0) faults.Add(One(Ends, random));
        if (random.Next(10) == 0) faults.Add("task.size bytes=9000000");
        return (provider, string.Join(' ', faults.Select(fault => $"[[fault:{fault}]]")));
    }

    private static string One(string[] faults, Random random) => faults[random.Next(faults.Length)];
}
