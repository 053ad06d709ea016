using System.Globalization;
using Seedance.Simulator;

namespace Seedance.Benchmarks.Soak;

/// <summary>
/// Hundreds of generations with random faults, and an app that is killed at random moments for minutes. At the end nothing may be
/// lost and nothing paid twice.
/// </summary>
internal sealed class SoakRun(SoakOptions options, AppProcess app, SimulatorServer simulator, SoakCaller caller) : IDisposable
{
    private const int Lookers = 8;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Report = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(10);

    private readonly SoakClient _client = new(app, caller.Url);
    private readonly List<SoakRequest> _requests = [];
    private readonly Lock _gate = new();
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private SoakRequest[] Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_began);

    public async Task<bool> RunAsync()
    {
        var killer = new SoakKiller(app, new Random(options.Seed));
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(options.Minutes));
        using var over = new CancellationTokenSource();
        var killing = killer.RunAsync(enough.Token);
        var reporting = ReportAsync(killer, over.Token);
        await CreateAllAsync();
        await killing;
        Console.WriteLine($"  {Clock(Elapsed)}  no more kills");
        await EndAllAsync();
        await over.CancelAsync();
        await reporting;
        var verdicts = await JudgeAsync();
        SoakTable.Print(options, verdicts, killer, caller.Count, simulator, Elapsed);
        return verdicts.All(verdict => verdict is { Lost: false, PaidTwice: false, Messages: <= 1, Request.Task.HasEnded: true });
    }

    public void Dispose() => _client.Dispose();

    private async Task CreateAllAsync()
    {
        var random = new Random(options.Seed + 1);
        // Somewhat before the last kill, so that the last generations are killed as well.
        var pace = TimeSpan.FromMinutes(options.Minutes * 0.9) / options.Generations;
        var creating = new List<Task>();
        for (var number = 0; number < options.Generations; number++)
        {
            var (provider, markers) = SoakFaults.Choose(random);
            var request = new SoakRequest(provider, markers);
            lock (_gate) _requests.Add(request);
            creating.Add(_client.CreateAsync(request));
            await Task.Delay(pace);
        }
        await Task.WhenAll(creating);
    }

    private async Task EndAllAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        do
        {
            // A task whose create was cut off may have no workflow; the service's own timer looks for those every few minutes.
            await _client.SweepAsync();
            await Task.Delay(Between);
            await LookAsync();
        }
        while (Requests.Any(request => request.Task is not { HasEnded: true }) && TimeProvider.System.GetElapsedTime(began) < LongestEnd);
    }

    private async Task LookAsync() => await Parallel.ForEachAsync(
        Requests, new ParallelOptions { MaxDegreeOfParallelism = Lookers }, async (request, _) => await _client.LookAsync(request));

    private async Task<IReadOnlyList<SoakVerdict>> JudgeAsync()
    {
        var made = simulator.Tasks;
        var callbacks = simulator.Journal.Where(entry => entry.Kind == JournalKind.Callback).ToLookup(callback => callback.TaskId);
        var verdicts = new List<SoakVerdict>();
        foreach (var request in Requests)
        {
            var tasks = made.Where(task => task.Prompt.Contains(request.Token, StringComparison.Ordinal)).ToList();
            var stored = request.Task is { Status: "completed" } task && await _client.IsStoredAsync(task);
            var messages = request.TaskId is { } id ? caller.MessagesOf(id) : 0;
            verdicts.Add(SoakVerdict.Of(request, tasks, [.. tasks.SelectMany(task => callbacks[task.Id])], stored, messages));
        }
        return verdicts;
    }

    private async Task ReportAsync(SoakKiller killer, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await LookAsync();
            var requests = Requests;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Clock(Elapsed)}  {requests.Count(request => request.TaskId is not null)} taken, {requests.Count(request => request.Task is { HasEnded: true })} ended, {killer.Kills} kills"));
            await Task.WhenAny(Task.Delay(Report, over));
        }
    }

    private static string Clock(TimeSpan time) => time.ToString(@"mm\:ss", CultureInfo.InvariantCulture);
}
