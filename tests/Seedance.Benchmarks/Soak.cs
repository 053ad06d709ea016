namespace Seedance.Benchmarks;

/// <summary>
/// Hundreds of generations with random faults, and an app that is killed at random moments for minutes. At the end nothing may be
/// lost and nothing paid twice.
/// </summary>
internal sealed class Soak(Stack stack, Receiver receiver, int generations, double minutes, int seed)
{
    private static readonly TimeSpan MaxEnd = TimeSpan.FromMinutes(10);

    // Times of seconds where days would be sensible.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Seedance__Waiting__WebhookPollSeconds"] = "2",
        ["Seedance__Waiting__WebhookPollMaxSeconds"] = "8",
        ["Seedance__Waiting__NotFoundGraceSeconds"] = "10",
        ["Seedance__Waiting__NotAVideoMinutes"] = "1",
        ["Seedance__Waiting__ReplayAfterSeconds"] = "2",
        ["Seedance__Waiting__SettleMinutes"] = "2",
        ["Seedance__SweepGraceSeconds"] = "10",
    };

    private readonly List<SoakGeneration> _all = [];
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private int _kills;

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    public static async Task<IReadOnlyList<Measure>> RunAsync(int generations, double minutes, int seed)
    {
        Console.WriteLine(FormattableString.Invariant($"soak: {generations} generations, kills for {minutes} minutes, seed {seed} ..."));
        using var log = new LineLog(RepositoryRoot.Combine("artifacts", "soak", "app.log"));
        using var receiver = new Receiver();
        await using var stack = await Stack.StartAsync(change: settings => settings with { More = Settings }, onLine: log.Add);
        return await new Soak(stack, receiver, generations, minutes, seed).RunAsync();
    }

    private async Task<IReadOnlyList<Measure>> RunAsync()
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var killing = KillAsync(enough.Token);
        await CreateAllAsync();
        await killing;
        Console.WriteLine("  no more kills");
        var end = Elapsed + MaxEnd;
        do
        {
            await SweepAsync();
            await Task.Delay(2000);
            await LookAsync();
        }
        while (_all.Exists(each => !each.HasEnded) && Elapsed < end);
        return await JudgeAsync();
    }

    private async Task CreateAllAsync()
    {
        var random = new Random(seed + 1);
        // Somewhat before the last kill, so that the last generations are killed as well.
        var pace = TimeSpan.FromMinutes(minutes * 0.9) / generations;
        var creating = new List<Task>();
        for (var number = 0; number < generations; number++)
        {
            var (provider, markers) = SoakFaults.Choose(random);
            _all.Add(new SoakGeneration(provider, markers, stack.Http, receiver.Url));
            creating.Add(_all[^1].CreateAsync());
            await Task.Delay(pace);
            if (number % 20 == 19) await LookAsync();
        }
        await Task.WhenAll(creating);
    }

    /// <summary>Kills the app at random moments, now and then while it starts, and starts it again.</summary>
    private async Task KillAsync(CancellationToken enough)
    {
        var random = new Random(seed);
        while (true)
        {
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(3 + (random.NextDouble() * 12)), enough));
            if (enough.IsCancellationRequested) return;
            await stack.App.KillAsync();
            for (_kills++; ; _kills++)
            {
                using var dying = new CancellationTokenSource();
                if (random.Next(4) == 0) dying.CancelAfter(TimeSpan.FromSeconds(random.NextDouble() * 2));
                try
                {
                    await stack.App.RestartAsync(cancellationToken: dying.Token);
                    break;
                }
                catch (Exception) when (dying.IsCancellationRequested)
                {
                    // Killed again while it started.
                }
            }
        }
    }

    // A task whose create was cut off may have no workflow; the app's own timer looks for those every few minutes.
    private async Task SweepAsync()
    {
        try
        {
            using var _ = await stack.Http.PostAsync("admin/functions/SweepTasks", null);
        }
        catch (HttpRequestException)
        {
            // The app is starting.
        }
    }

    private async Task LookAsync()
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(_all.ToArray(), parallel, async (each, _) => await each.LookAsync());
        var (taken, ended) = (_all.Count(each => each.TaskId is not null), _all.Count(each => each.HasEnded));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Elapsed:mm\\:ss}  {taken} taken, {ended} ended, {_kills} kills"));
    }

    private async Task<IReadOnlyList<Measure>> JudgeAsync()
    {
        var (made, journal) = (stack.Simulator.Tasks, stack.Simulator.Journal);
        var callbacks = journal.Where(entry => entry.Kind == JournalKind.Callback).ToLookup(callback => callback.TaskId);
        var verdicts = new List<(SoakGeneration Generation, string Outcome, bool Lost, int Paid, int Messages)>();
        foreach (var each in _all)
        {
            var tasks = made.Where(task => task.Prompt.Contains(each.Token, StringComparison.Ordinal)).ToList();
            var (outcome, lost) = await each.JudgeAsync(tasks, tasks.SelectMany(task => callbacks[task.Id]));
            verdicts.Add((each, outcome, lost, tasks.Count, each.TaskId is { } id ? receiver.MessagesOf(id) : 0));
        }
        foreach (var bad in verdicts.Where(verdict => verdict is { Lost: true } or { Paid: > 1 } or { Messages: > 1 }))
        {
            var (generation, outcome, _, paid, messages) = bad;
            Console.WriteLine($"  {generation.TaskId} {outcome}, paid {paid}, messages {messages}: {generation.Prompt}");
        }
        return
        [
            .. verdicts.GroupBy(verdict => $"{verdict.Generation.Provider,-12} {verdict.Outcome}")
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Measure(group.Key, group.Count())),
            new("creates without a response, sent again under their key", _all.Sum(each => each.Repeats)),
            new("kills of the app", _kills),
            new("submits that reached the provider", journal.Count(entry => entry.Kind == JournalKind.Submit)),
            new("paid", verdicts.Sum(verdict => verdict.Paid)),
            new("callbacks to callers", receiver.Count, Detail: $"about {verdicts.Count(verdict => verdict.Messages > 0)} tasks"),
            new("tasks told under more than one message id", verdicts.Count(verdict => verdict.Messages > 1), Max: 0),
            new("tasks not ended", verdicts.Count(verdict => !verdict.Generation.HasEnded), Max: 0),
            new("PAID TWICE", verdicts.Count(verdict => verdict.Paid > 1), Max: 0),
            new("LOST", verdicts.Count(verdict => verdict.Lost), Max: 0),
            new("minutes", Elapsed.TotalMinutes, Detail: $"seed {seed}"),
        ];
    }
}
