namespace Seedance.Launch;

/// <summary>The simulator of both providers, as a process of its own.</summary>
public sealed class SimulatorProcess : IAsyncDisposable
{
    /// <summary>A key that both simulated providers accept.</summary>
    public const string ApiKey = "sk-sim-local-stand-in";

    private const string ReadyLine = "Simulator listening on ";
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private SimulatorProcess(ChildProcess process, Uri baseUrl)
    {
        _process = process;
        BaseUrl = baseUrl;
    }

    public Uri BaseUrl { get; }

    public int ProcessId => _process.Id;

    public string OutputTail => _process.Tail;

    /// <param name="port">0 takes a free one.</param>
    /// <param name="arguments">More of the simulator's own arguments.</param>
    /// <param name="onLine">Gets each line that it writes.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    public static async Task<SimulatorProcess> StartAsync(
        int port = 0, IReadOnlyList<string>? arguments = null, Action<string>? onLine = null, CancellationToken cancellationToken = default)
    {
        var dll = Path.Combine(BuildOutput.FolderOf("Simulator"), "Seedance.Simulator.dll");
        var (process, url) = await Readiness.StartAsync(
            new("The simulator", DotnetHost.Path, [dll, "--port", $"{port}", .. arguments ?? []]) { OnLine = onLine },
            line => line.StartsWith(ReadyLine, StringComparison.Ordinal) ? line[ReadyLine.Length..].Trim() : null,
            ReadyLimit,
            cancellationToken);
        return new(process, new Uri(url));
    }

    public Task StopAsync() => _process.StopAsync();

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync();
        await _process.DisposeAsync();
    }
}
