namespace Seedance.EndToEnd.Tests.Running;

/// <summary>
/// An app that the tests start, with storage of its own: two apps must not work on one task hub. On wires, it can be killed around any
/// of its requests; storage and provider live on.
/// </summary>
internal sealed class OwnApp : IAsyncDisposable
{
    private readonly AzuriteProcess _storage;
    private readonly Wires? _wires;
    private readonly LineLog _log;
    private readonly AppProcess _process;
    private CancellationTokenSource? _starting;

    private OwnApp(AzuriteProcess storage, Wires? wires, KillSwitch killSwitch, SimulatorServer simulator, LineLog log, AppProcess process)
    {
        (_storage, _wires, _log, _process, KillSwitch) = (storage, wires, log, process, killSwitch);
        Service = new Service(process.BaseUrl, simulator);
    }

    public KillSwitch KillSwitch { get; }

    public Service Service { get; }

    /// <summary>The connection string with which the app reaches its storage.</summary>
    public string Storage => _process.Settings.StorageConnectionString;

    public AppProcess Process => _process;

    public static async Task<OwnApp> StartAsync(
        string name, bool webhooks = true, bool onWires = false, bool onDisk = false, SimulatorServer? simulator = null,
        Action<string>? onLine = null, params (string Name, string Value)[] more)
    {
        simulator ??= await SharedSimulator.GetAsync();
        var storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = !onDisk });
        var killSwitch = new KillSwitch();
        var wires = onWires ? await Wires.StartAsync(storage.ConnectionString, simulator.BaseUrl, killSwitch) : null;
        var settings = Settings(webhooks);
        foreach (var (setting, value) in more) settings[setting] = value;
        var log = new LineLog(RepositoryRoot.Combine("artifacts", "end-to-end", $"{name}.log"));
        try
        {
            var local = wires?.Settings ?? AppSettings.ForLocal(storage.ConnectionString, simulator.BaseUrl);
            var process = await AppProcess.StartAsync(
                local with { Client = Callers.Alpha, Webhooks = webhooks, More = settings }, onLine: onLine + log.Add);
            return new OwnApp(storage, wires, killSwitch, simulator, log, process);
        }
        catch
        {
            log.Dispose();
            await storage.DisposeAsync();
            throw;
        }
    }

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

    /// <summary>Runs the timer that looks for tasks without an orchestration.</summary>
    public Task SweepAsync() => Service.SendAsync(HttpMethod.Post, "admin/functions/SweepTasks");

    /// <summary>The commits of a video that storage accepted: each makes a blob.</summary>
    public int BlobsOf(string taskId) => KillSwitch.CarriedOut.Count(seen => (int)seen.Status == 201
        && seen.Request is { Wire: Wires.Blob, Method: "PUT" } request
        && request.Query.Contains("comp=blocklist", StringComparison.Ordinal)
        && request.Path.EndsWith($"/{taskId}.mp4", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_wires is not null) await _wires.DisposeAsync();
        await _storage.DisposeAsync();
        _log.Dispose();
    }

    private static Dictionary<string, string> Settings(bool webhooks) => new()
    {
        [$"Seedance__Clients__{Callers.Alpha.Name}__CallbackSecret"] = Callers.CallbackSecret,
        [$"Seedance__Clients__{Callers.Beta.Name}__KeySha256"] = Callers.Beta.KeySha256,
        [$"Seedance__Clients__{Callers.Poor.Name}__KeySha256"] = Callers.Poor.KeySha256,
        [$"Seedance__Clients__{Callers.Poor.Name}__DailyCredits"] = "1",
        ["Seedance__Uploads__Prompt"] = "What the setting says",
        ["Seedance__Uploads__Quality"] = "480p",
        ["Seedance__Uploads__Folders__portraits__Prompt"] = "What the folder says",
        ["Seedance__Uploads__Folders__portraits__AspectRatio"] = "9:16",
        ["Seedance__Uploads__Folders__closeups__Prompt"] = "What the other folder says",
        ["Seedance__Waiting__PollSeconds"] = "0.2",
        ["Seedance__Waiting__WebhookPollSeconds"] = "1",
        ["Seedance__Waiting__WebhookPollMaxSeconds"] = "1",
        ["Seedance__Waiting__NotFoundGraceSeconds"] = "1",
        ["Seedance__Waiting__NotAVideoMinutes"] = "0.5",
        ["Seedance__Waiting__ReplayAfterSeconds"] = "0.5",
        ["Seedance__Waiting__SettleMinutes"] = webhooks ? "0.5" : "0.05",
        ["Seedance__SweepGraceSeconds"] = "1",
        ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2",
        ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
        // What a killed app was working on comes back after so long; a control queue allows no less than its minute.
        ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout"] = "00:00:10",
    };
}
