using System.Globalization;
using System.Net;

namespace Seedance.Launch;

/// <summary>The app with its host: a process with another below it, the app's worker.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private const int PortAttempts = 5;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Action<string>? _onLine;
    private ChildProcess _process;

    private AppProcess(AppSettings settings, Uri baseUrl, Action<string>? onLine, ChildProcess process)
    {
        Settings = settings;
        BaseUrl = baseUrl;
        _onLine = onLine;
        _process = process;
    }

    public AppSettings Settings { get; private set; }

    public Uri BaseUrl { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public int? ExitCode => _process.ExitCode;

    public string OutputTail => _process.Tail;

    /// <summary>Completes when the running process ends, however it ends.</summary>
    public Task Exited => _process.Exited;

    /// <param name="settings">Its settings; nothing named <c>Seedance__</c> is inherited from this process.</param>
    /// <param name="port">The port it must get, or null for a free one.</param>
    /// <param name="onLine">Gets each line that it writes.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    public static async Task<AppProcess> StartAsync(
        AppSettings settings, int? port = null, Action<string>? onLine = null, CancellationToken cancellationToken = default)
    {
        if (port is { } wanted && !FreePorts.IsFree(wanted))
            throw new LaunchException($"Port {wanted} is taken: give another with --port, or none for a free one.");

        for (var attempt = 1; ; attempt++)
        {
            var baseUrl = new Uri($"http://127.0.0.1:{port ?? FreePorts.Next()}");
            try
            {
                return new(settings, baseUrl, onLine, await StartReadyAsync(settings, baseUrl, onLine, cancellationToken));
            }
            catch (LaunchException) when (port is null && attempt < PortAttempts && !FreePorts.IsFree(baseUrl.Port))
            {
                // Somebody else took the port in between.
            }
        }
    }

    /// <summary><c>kill -9</c> of the host and of the worker below it.</summary>
    public Task KillAsync() => _process.KillAsync(withChildren: true);

    public Task StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(30));

    /// <summary>Ends it if it still runs, and starts it on the same port; with the same settings unless others are given.</summary>
    public async Task RestartAsync(AppSettings? changed = null, CancellationToken cancellationToken = default)
    {
        await StopAsync();
        await _process.DisposeAsync();
        Settings = changed ?? Settings;
        _process = await StartReadyAsync(Settings, BaseUrl, _onLine, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _process.DisposeAsync();
    }

    private static async Task<ChildProcess> StartReadyAsync(
        AppSettings settings, Uri baseUrl, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var host = AppHost.At(baseUrl.Port);
        var process = ChildProcess.Start(new("The app", host.FileName, host.Arguments)
        {
            Environment = AppEnvironment.Of(settings, baseUrl),
            WorkingDirectory = AppHost.AppFolder,
            OnLine = onLine,
        });
        try
        {
            await WaitUntilHealthyAsync(process, new Uri(baseUrl, "health"), cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task WaitUntilHealthyAsync(ChildProcess process, Uri health, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadyLimit);
        var last = "nothing";
        try
        {
            while (!process.HasExited)
            {
                try
                {
                    using var response = await Http.GetAsync(health, limit.Token);
                    if (response.StatusCode == HttpStatusCode.OK) return;

                    last = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(limit.Token)}";
                }
                catch (HttpRequestException exception)
                {
                    last = exception.Message;
                }

                await Task.Delay(HealthInterval, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LaunchException(
                $"The app was not healthy in {ReadyLimit.TotalSeconds:0} s; {health} last said: {last}{Environment.NewLine}{process.Tail}");
        }

        // Its last words may still be in the pipe.
        var code = await process.WaitForExitAsync(cancellationToken);
        throw new LaunchException($"The app ended with exit code {code} before it was healthy.{Environment.NewLine}{process.Tail}");
    }
}

/// <summary>
/// The command that runs the app, in the folder of the app's output: the local host, or what <c>SEEDANCE_E2E_HOST</c> says, such as
/// <c>func start --no-build --port {port}</c>.
/// </summary>
internal sealed record AppHost(string FileName, IReadOnlyList<string> Arguments)
{
    private const string Variable = "SEEDANCE_E2E_HOST";

    /// <summary>The output of the app's own build.</summary>
    public static string AppFolder => BuildOutput.FolderOf("Seedance.Functions");

    public static AppHost At(int port)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } command) return Given(command, port);

        var host = Path.Combine(BuildOutput.FolderOf("Host"), "Seedance.Host.dll");
        return File.Exists(host)
            ? new(DotnetHost.Path, [host, "--app", AppFolder, "--port", Text(port)])
            : throw new LaunchException($"The local host is not built: {host} does not exist.");
    }

    private static AppHost Given(string command, int port)
    {
        var words = command.Replace("{port}", Text(port), StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Executables.Find(words[0]) is { } found
            ? new(found, words[1..])
            : throw new LaunchException($"{Variable} names {words[0]}, which was not found on the PATH.");
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something did not start. The message is one sentence a user can act on, with the process's last output if any.</summary>
public sealed class LaunchException : Exception
{
    public LaunchException(string message) : base(message) { }

    public LaunchException(string message, Exception inner) : base(message, inner) { }

    public LaunchException() { }
}
