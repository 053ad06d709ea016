using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Seedance.Host;

/// <summary>
/// A process of the app. It would outlive its stream and its host, so a shell waits on a pipe from this process and kills it when the
/// pipe closes, even when this process is killed. On Windows, which has no such shell, a killed host leaves its worker behind.
/// </summary>
internal sealed partial class WorkerProcess
{
    // The shell becomes the worker. A line on the pipe ends the leash. Ctrl+C does not reach the worker: its host ends it, after the drain.
    private const string Leashed = """
        trap '' INT
        exec 3<&0
        (trap '' HUP TERM; read _ <&3 || kill -9 $$) >/dev/null 2>&1 &
        exec "$@" </dev/null 3<&-
        """;

    private readonly Process _process;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private List<(bool IsError, string Text)>? _held = [];

    /// <param name="app">The folder of the app, where it runs.</param>
    /// <param name="arguments">Of <c>dotnet</c>.</param>
    /// <param name="log">Gets what the process writes.</param>
    public WorkerProcess(string app, string[] arguments, ILogger log)
    {
        var dotnet = Path.GetFullPath(
            Path.Combine("..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), RuntimeEnvironment.GetRuntimeDirectory());
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(dotnet, arguments)
            : new ProcessStartInfo("/bin/sh", ["-c", Leashed, "worker", dotnet, .. arguments]);
        start.WorkingDirectory = app;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _log = log;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(false, line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(true, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Exited = WaitAsync();
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Completes when the process has ended and all that it wrote has been read.</summary>
    public Task Exited { get; }

    public void Kill() => _process.Kill();

    /// <summary>Logs what it writes, which is held back until then: a failed start is one sentence instead of a stack trace.</summary>
    public void ReleaseOutput(LogLevel level)
    {
        lock (_lock)
        {
            foreach (var (_, text) in _held ?? [])
                WroteLine(_log, level, text);
            _held = null;
        }
    }

    /// <summary>What it wrote to standard error, held back so far; of an unhandled exception the message alone.</summary>
    public string LastWords()
    {
        lock (_lock)
        {
            // Stack traces, and the exceptions inside an exception, are indented.
            var lines = _held!.Where(line => line.IsError && !line.Text.StartsWith(' ')).Select(line => line.Text);
            return UnhandledException.Replace(string.Join(Environment.NewLine, lines), "");
        }
    }

    [GeneratedRegex(@"^.*Unhandled exception\. ([\w.+`]+: )?", RegexOptions.Singleline)]
    private static partial Regex UnhandledException { get; }

    private async Task WaitAsync()
    {
        await _process.WaitForExitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync();
            await _process.StandardInput.DisposeAsync();
        }
        catch (IOException)
        {
            // Something else has ended the leash.
        }
    }

    private void Hear(bool isError, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;

        lock (_lock)
        {
            if (_held is null)
                WroteLine(_log, LogLevel.Information, text);
            else
                _held.Add((isError, text));
        }
    }

    [LoggerMessage(EventId = 1, Message = "{Text}")]
    private static partial void WroteLine(ILogger log, LogLevel level, string text);
}
