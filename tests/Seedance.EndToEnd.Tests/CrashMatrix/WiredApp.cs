using System.Globalization;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>An app that can be killed around any of its requests. Its storage and its provider live on.</summary>
internal sealed class WiredApp : IAsyncDisposable
{
    private readonly AzuriteProcess _storage;
    private readonly Wires _wires;
    private readonly LineLog _log;
    private readonly AppProcess _process;
    private CancellationTokenSource? _starting;

    private WiredApp(AzuriteProcess storage, Wires wires, KillSwitch killSwitch, SimulatorServer simulator, LineLog log, AppProcess process)
    {
        (_storage, _wires, _log, _process, KillSwitch) = (storage, wires, log, process, killSwitch);
        Service = new Service(process.BaseUrl, simulator);
    }

    public KillSwitch KillSwitch { get; }

    public Service Service { get; }

    /// <param name="name">Of its log file.</param>
    /// <param name="webhooks">Whether providers call back.</param>
    /// <param name="settleMinutes">How long a submit without an answer may stay unsettled.</param>
    /// <param name="more">Further settings, which win.</param>
    /// <param name="onDisk">True when storage must be able to stop and start.</param>
    public static async Task<WiredApp> StartAsync(
        string name, bool webhooks, double settleMinutes, IReadOnlyDictionary<string, string>? more = null, bool onDisk = false)
    {
        var simulator = await SharedSimulator.GetAsync();
        var storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = !onDisk });
        var killSwitch = new KillSwitch();
        var wires = await Wires.StartAsync(storage.ConnectionString, simulator.BaseUrl, killSwitch);
        var settings = new Dictionary<string, string>
        {
            [$"Seedance__Clients__{Callers.Alpha.Name}__CallbackSecret"] = Callers.CallbackSecret,
            ["Seedance__Waiting__PollSeconds"] = "0.2",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2",
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
            ["Seedance__Waiting__WebhookPollSeconds"] = "0.5",
            ["Seedance__Waiting__WebhookPollMaxSeconds"] = "0.5",
            ["Seedance__Waiting__SettleMinutes"] = settleMinutes.ToString(CultureInfo.InvariantCulture),
            ["Seedance__Waiting__ReplayAfterSeconds"] = "0.5",
            ["Seedance__SweepGraceSeconds"] = "1",
            // What a killed app was working on comes back after so long; a control queue allows no less than its minute.
            ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout"] = "00:00:10",
        };
        foreach (var (setting, value) in more ?? new Dictionary<string, string>()) settings[setting] = value;
        var appSettings = wires.SettingsFor(storage.ConnectionString) with { Client = Callers.Alpha, Webhooks = webhooks, More = settings };
        var log = new LineLog(RepositoryRoot.Combine("artifacts", "end-to-end", $"{name}.log"));
        return new WiredApp(storage, wires, killSwitch, simulator, log, await AppProcess.StartAsync(appSettings, onLine: log.Add));
    }

    /// <summary>The app's storage as the app reaches it.</summary>
    public string Storage => _process.Settings.StorageConnectionString;

    /// <summary>From now on, the app is killed when it comes to this point, even while it starts.</summary>
    public void KillAt(KillPoint point) => KillSwitch.Set(point, KillAsync);

    /// <summary>Storage ends in order, and keeps what it has.</summary>
    public Task StopStorageAsync() => _storage.StopAsync();

    public Task StartStorageAsync() => _storage.RestartAsync();

    public async Task KillAsync()
    {
        if (_starting is { } starting) await starting.CancelAsync();
        else await _process.KillAsync();
    }

    /// <summary>Starts it again, and again when it is killed on the way.</summary>
    public async Task RestartAsync()
    {
        while (true)
        {
            using var starting = _starting = new CancellationTokenSource();
            try
            {
                await _process.RestartAsync(cancellationToken: starting.Token);
                return;
            }
            catch (Exception) when (starting.IsCancellationRequested)
            {
                _log.Add("Killed while it started.");
            }
            finally
            {
                _starting = null;
            }
        }
    }

    public Task EnsureRunningAsync() => _process.HasExited ? RestartAsync() : Task.CompletedTask;

    /// <summary>Runs the timer that looks for tasks nobody works on.</summary>
    public Task SweepAsync() => Service.SendAsync(HttpMethod.Post, "admin/functions/SweepTasks");

    /// <summary>The commits of a video that storage accepted: each makes a blob.</summary>
    public int BlobsOf(string taskId) => KillSwitch.Answered.Count(seen => (int)seen.Status == 201
        && seen.Request is { Wire: Wires.Blob, Method: "PUT" } request
        && request.Query.Contains("comp=blocklist", StringComparison.Ordinal)
        && request.Path.EndsWith($"/{taskId}.mp4", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _wires.DisposeAsync();
        await _storage.DisposeAsync();
        _log.Dispose();
    }
}
