namespace Seedance.Launch;

/// <summary>Azurite on free loopback ports: the local stand-in for Azure Storage.</summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    // Of every account but the usual one. As short as it can be: all of them share one environment variable.
    private const string AccountKey = "AA==";

    private const int PortAttempts = 5;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly string _node;
    private readonly AzuritePorts _ports;
    private readonly IReadOnlyList<string> _accounts;
    private readonly string? _dataFolder;
    private readonly bool _dataFolderIsMine;
    private ChildProcess _process;

    private AzuriteProcess(
        string node, AzuritePorts ports, IReadOnlyList<string> accounts, string? dataFolder, bool dataFolderIsMine, ChildProcess process)
    {
        _node = node;
        _ports = ports;
        _accounts = accounts;
        _dataFolder = dataFolder;
        _dataFolderIsMine = dataFolderIsMine;
        _process = process;
    }

    /// <summary>Account, key and the three endpoints.</summary>
    public string ConnectionString => _ports.ConnectionString;

    /// <summary>The same of one of <see cref="AzuriteOptions.Accounts"/>.</summary>
    public string ConnectionStringOf(string account) => _ports.ConnectionStringOf(account, AccountKey);

    public int ProcessId => _process.Id;

    public string OutputTail => _process.Tail;

    public static Task<AzuriteProcess> StartAsync(Action<string>? say = null, CancellationToken cancellationToken = default) =>
        StartAsync(new AzuriteOptions(), say, cancellationToken);

    public static async Task<AzuriteProcess> StartAsync(
        AzuriteOptions options, Action<string>? say = null, CancellationToken cancellationToken = default)
    {
        var programs = await NodePrograms.FindAsync(cancellationToken);
        await AzuriteInstallation.EnsureAsync(programs, say, cancellationToken);

        var isMine = options is { InMemory: false, DataFolder: null };
        var folder = options.InMemory ? null : options.DataFolder ?? Directory.CreateTempSubdirectory("seedance-azurite-").FullName;
        for (var attempt = 1; ; attempt++)
        {
            var ports = AzuritePorts.Free();
            try
            {
                var process = await StartReadyAsync(programs.Node, ports, options.Accounts, folder, cancellationToken);
                return new(programs.Node, ports, options.Accounts, folder, isMine, process);
            }
            catch (LaunchException exception) when (attempt < PortAttempts && IsPortTaken(exception))
            {
            }
        }
    }

    /// <summary>Ends it in order; what it holds is on disk afterwards.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Stops it if it runs and starts it again on the same ports and data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _process.StopAsync();
        await _process.DisposeAsync();
        _process = await StartReadyAsync(_node, _ports, _accounts, _dataFolder, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_dataFolderIsMine && Directory.Exists(_dataFolder)) Directory.Delete(_dataFolder, recursive: true);
    }

    private static bool IsPortTaken(LaunchException exception) => exception.Message.Contains("EADDRINUSE", StringComparison.Ordinal);

    private static async Task<ChildProcess> StartReadyAsync(
        string node, AzuritePorts ports, IReadOnlyList<string> accounts, string? dataFolder, CancellationToken cancellationToken)
    {
        string[] data = dataFolder is null ? ["--inMemoryPersistence"] : ["--location", dataFolder];
        string[] arguments =
        [
            AzuriteInstallation.Script, "--silent", "--skipApiVersionCheck", "--disableTelemetry", .. data,
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports.Blob}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{ports.Queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports.Table}",
        ];
        var served = accounts.Count == 0 ? null : string.Join(';', accounts.Select(account => $"{account}:{AccountKey}"));

        // The table service is the last of the three, and its own line, unlike a response on its port, can only come from this process.
        var (process, _) = await Readiness.StartAsync(
            new("Azurite", node, arguments) { Environment = new Dictionary<string, string?> { ["AZURITE_ACCOUNTS"] = served } },
            line => line.Contains("Table service is successfully listening", StringComparison.Ordinal) ? line : null,
            ReadyLimit,
            cancellationToken);
        return process;
    }
}

public sealed record AzuriteOptions
{
    /// <summary>Where data is kept. Null: a temporary folder that is deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Nothing is written to disk, and nothing survives a restart.</summary>
    public bool InMemory { get; init; }

    /// <summary>The accounts it serves, in place of its usual one. None: the usual one.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];
}

/// <summary>The three services of one Azurite, and the connection string that reaches them.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    private const string Account = "devstoreaccount1";

    // The published key of every Azurite: it protects nothing.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public string ConnectionString => ConnectionStringOf(Account, Key);

    public string ConnectionStringOf(string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};" +
        $"BlobEndpoint={Endpoint(Blob, account)};QueueEndpoint={Endpoint(Queue, account)};TableEndpoint={Endpoint(Table, account)};";

    public static AzuritePorts Free()
    {
        var ports = FreePorts.Next(3);
        return new(ports[0], ports[1], ports[2]);
    }

    private static string Endpoint(int port, string account) => $"http://127.0.0.1:{port}/{account}";
}
