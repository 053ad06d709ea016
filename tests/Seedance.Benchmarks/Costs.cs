using Seedance.EndToEnd.Tests.CrashMatrix;

namespace Seedance.Benchmarks;

/// <summary>
/// What one generation, and each thing that a caller may add to it, does at storage and in the task hub: the app's requests to either
/// of its storage accounts pass proxies that note them.
/// </summary>
internal sealed class Costs : IAsyncDisposable
{
    private const int Times = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly List<IAsyncDisposable> _wires = [];
    private readonly KillSwitch _media = new();
    private readonly KillSwitch _hub = new();
    private AzuriteProcess _hubStorage = null!;
    private Stack _stack = null!;

    public static async Task<IReadOnlyList<Measure>> RunAsync()
    {
        using var receiver = new Receiver();
        var measures = new List<Measure>();
        await using (var costs = await StartAsync(webhooks: true))
        {
            var id = "";
            measures.AddRange(await costs.OfAsync("a generation that its webhook ends", async _ => id = await costs.GenerateAsync()));
            measures.AddRange(await costs.OfAsync("with an Idempotency-Key", number => costs.GenerateAsync(key: $"costs-{number}")));
            measures.AddRange(await costs.OfAsync("with a callback", _ => costs.GenerateAsync(receiver.Url.AbsoluteUri)));
            foreach (var path in new[] { $"v1/tasks/{id}", "v1/tasks", $"v1/videos/{id}/content" })
                measures.AddRange(await costs.OfAsync($"GET /{path}", async _ => (await costs._stack.Http.GetAsync(path)).Dispose()));
        }
        await using (var budgeted = await StartAsync(webhooks: true, more: ("Seedance__Clients__demo__DailyCredits", "1000000")))
            measures.AddRange(await budgeted.OfAsync("with a budget", _ => budgeted.GenerateAsync()));
        foreach (var seconds in new[] { 1, 6 })
        {
            await using var polling = await StartAsync(webhooks: false, seconds, ("Seedance__Waiting__PollSeconds", "1"));
            measures.AddRange(await polling.OfAsync($"without webhooks, {seconds} s at the provider", _ => polling.GenerateAsync()));
        }
        return measures;
    }

    public async ValueTask DisposeAsync()
    {
        await _stack.DisposeAsync();
        foreach (var wire in _wires) await wire.DisposeAsync();
        await _hubStorage.DisposeAsync();
    }

    private static async Task<Costs> StartAsync(bool webhooks, double progressSeconds = 1, params (string Name, string Value)[] more)
    {
        var costs = new Costs { _hubStorage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true }) };
        var hub = await costs.ThroughWiresAsync(costs._hubStorage.ConnectionString, costs._hub);
        costs._stack = await Stack.StartAsync(progressSeconds, settings => settings with
        {
            StorageConnectionString = costs.ThroughWiresAsync(settings.StorageConnectionString, costs._media).GetAwaiter().GetResult(),
            Webhooks = webhooks,
            More = new Dictionary<string, string>(more.ToDictionary()) { ["AzureWebJobsStorage"] = hub },
        });
        // What only the first request of a process does is not a generation's.
        await costs.GenerateAsync();
        return costs;
    }

    /// <summary>One generation from its create until its orchestration has ended.</summary>
    private async Task<string> GenerateAsync(string? callbackUrl = null, string? key = null)
    {
        var (before, start) = (_hub.CarriedOut.Count(), TimeProvider.System.GetTimestamp());
        var id = await _stack.CreateAsync("What it costs", callbackUrl, key);
        while (!HistoryRows(Since(_hub, before)).Any(row => row.Type == "ExecutionCompleted" && row.Instance == id))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit) throw new TimeoutException($"{id} did not end.");
            await Task.Delay(100);
        }
        return id;
    }

    /// <summary>What most of several runs agree on: now and then the app's timers run at the same time.</summary>
    private async Task<IEnumerable<Measure>> OfAsync(string what, Func<int, Task> run)
    {
        Console.WriteLine($"costs: {what} ...");
        var runs = new List<(Measure Storage, Measure Executions)>();
        for (var number = 0; number < Times; number++)
        {
            var (media, hub) = (_media.CarriedOut.Count(), _hub.CarriedOut.Count());
            await run(number);
            runs.Add((Storage(what, Since(_media, media)), Executions(what, Since(_hub, hub))));
        }
        var (storage, executions) = runs.GroupBy(each => each).MaxBy(group => group.Count())!.Key;
        return executions.Value > 0 ? [storage, executions] : [storage];
    }

    // In the classes that Azure bills.
    private static Measure Storage(string what, List<WireRequest> requests)
    {
        var classes = requests.CountBy(request => request switch
        {
            { Wire: Wires.Table, Path: var path } when path.EndsWith("/$batch", StringComparison.Ordinal) => "table transactions",
            { Wire: Wires.Table, IsWrite: true } => "table writes",
            { Wire: Wires.Table, Path: var path } => path.Contains("RowKey=", StringComparison.Ordinal) ? "table reads" : "table queries",
            { Method: "GET", Query: var query } when query.Contains("comp=blocklist", StringComparison.Ordinal) => "lists of blocks",
            { IsWrite: false } => "blob reads",
            { Method: "PUT" } => "blob writes",
            _ => "blob others",
        });
        var detail = classes.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Value} {each.Key}");
        return new($"{what}: storage operations", requests.Count, Detail: string.Join(", ", detail));
    }

    // Each turn of an orchestrator is one execution of its function.
    private static Measure Executions(string what, IReadOnlyList<WireRequest> requests)
    {
        var rows = HistoryRows(requests).ToList();
        var turns = rows.Count(row => row.Type == "OrchestratorStarted");
        var activities = rows.Where(row => row.Type == "TaskScheduled").Select(row => row.Name).ToList();
        return new($"{what}: executions", turns + activities.Count, Detail:
            $"{turns} turns of orchestrators, activities: {string.Join(", ", activities)}; {rows.Count} rows of history");
    }

    private static IEnumerable<(string Instance, string Type, string? Name)> HistoryRows(IEnumerable<WireRequest> requests)
        => from request in requests
           where request.IsWrite
           from line in request.Body.Split('\n')
           where line.StartsWith('{')
           let row = JsonDocument.Parse(line).RootElement
           where Text(row, "RowKey")?.StartsWith("h-", StringComparison.Ordinal) == true
           select (Text(row, "PartitionKey")!, Text(row, "Type")!, Text(row, "Name"));

    private static string? Text(JsonElement row, string column) => row.TryGetProperty(column, out var value) ? value.GetString() : null;

    private static List<WireRequest> Since(KillSwitch all, int number) => [.. all.CarriedOut.Skip(number).Select(seen => seen.Request)];

    private async Task<string> ThroughWiresAsync(string storage, KillSwitch seen)
    {
        // Nothing is sent to the third wire, a provider's.
        var wires = await Wires.StartAsync(storage, new Uri("http://127.0.0.1:1"), seen);
        _wires.Add(wires);
        return wires.Settings.StorageConnectionString;
    }
}
