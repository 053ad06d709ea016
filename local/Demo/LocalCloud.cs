using Seedance.Launch;

namespace Seedance.Demo;

/// <summary>Everything that runs for the demo: storage, a provider unless the real one is used, and the app.</summary>
internal sealed class LocalCloud : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<LineLog> _logs = [];

    public AzuriteProcess Azurite { get; private set; } = null!;

    public SimulatorProcess? Simulator { get; private set; }

    public AppProcess App { get; private set; } = null!;

    public static string LogFolder => RepositoryRoot.Combine("artifacts", "demo");

    public static async Task<LocalCloud> StartAsync(DemoArguments arguments, Action<string> say, CancellationToken cancellationToken)
    {
        if (arguments.Port is { } port && !FreePorts.IsFree(port))
            throw new DemoException($"Port {port} is taken: give another with --port, or leave --port out for a free one.");

        var cloud = new LocalCloud();
        try
        {
            await cloud.StartPartsAsync(arguments, say, cancellationToken);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the app first, so that it does not miss the others.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts)) await part.DisposeAsync();

        _logs.ForEach(log => log.Dispose());
    }

    private async Task StartPartsAsync(DemoArguments arguments, Action<string> say, CancellationToken cancellationToken)
    {
        Azurite = Keep(await AzuriteProcess.StartAsync(say, cancellationToken));
        say("Azurite, the stand-in for Azure Storage, is up.");
        if (!arguments.IsReal) await StartSimulatorAsync(arguments, say, cancellationToken);

        say("Starting the app ...");
        App = Keep(await AppProcess.StartAsync(Settings(arguments), arguments.Port, Log("app").Add, cancellationToken));
    }

    private async Task StartSimulatorAsync(DemoArguments arguments, Action<string> say, CancellationToken cancellationToken)
    {
        Simulator = Keep(await SimulatorProcess.StartAsync(
            arguments: ["--progress-seconds", "8"], onLine: Log("simulator").Add, cancellationToken: cancellationToken));
        say($"The simulator is up; it plays {arguments.Provider.RealUrl.Host} and costs nothing.");
    }

    private AppSettings Settings(DemoArguments arguments)
    {
        if (Simulator is null)
        {
            return new AppSettings
            {
                StorageConnectionString = Azurite.ConnectionString,
                Providers = new Dictionary<string, ProviderAddress>
                {
                    [arguments.Provider.Name] = new(arguments.Provider.RealUrl, arguments.Provider.RealKey()),
                },
                DefaultProvider = arguments.Provider.Name,
                Webhooks = false,
                More = new Dictionary<string, string> { ["Seedance__AllowPrivateNetworks"] = "false" },
            };
        }

        return AppSettings.ForLocal(Azurite.ConnectionString, Simulator.BaseUrl) with
        {
            DefaultProvider = arguments.Provider.Name,
            Webhooks = !arguments.Poll,
            // A simulated generation takes seconds, not minutes: the app looks as much more often as that is faster.
            More = new Dictionary<string, string>
            {
                ["Seedance__Waiting__PollSeconds"] = "1",
                ["Seedance__Waiting__WebhookPollSeconds"] = "1",
                ["Seedance__Waiting__WebhookPollMaxSeconds"] = "2",
            },
        };
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    private LineLog Log(string name)
    {
        var log = new LineLog(Path.Combine(LogFolder, $"{name}.log"));
        _logs.Add(log);
        return log;
    }
}
