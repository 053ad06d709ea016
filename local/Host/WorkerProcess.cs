using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Seedance.Host;

/// <summary>
/// A process of the app. It would outlive its stream and its host, so a shell waits on a pipe from this process and kills it when the
/// pipe closes, even when this process is killed. On Windows, which has no such shell, a killed host leaves its worker behind.
/// </summary>
internal sealed partial class WorkerProcess : Process
{
    // The shell becomes the worker. A line on the pipe ends the leash. Ctrl+C does not reach the worker: its host ends it, after the drain.
    private const string Leashed = """
        trap '' INT
        exec 3<&0
        (trap '' HUP TERM; read _ <&3 || kill -9 $$) >/dev/null 2>&1 &
        exec "$@" </dev/null 3<&-
        """;

    private readonly ILogger _log;
    private readonly ConcurrentQueue<(bool IsError, string Text)> _held = [];
    private volatile LogLevel _level = LogLevel.None;

    /// <summary>Starts it in the folder of the app; the log gets what it writes.</summary>
    public WorkerProcess(string app, string[] arguments, ILogger log)
    {
        var dotnet = Path.GetFullPath(
            Path.Combine("../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), RuntimeEnvironment.GetRuntimeDirectory());
        StartInfo = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(dotnet, arguments)
            : new ProcessStartInfo("/bin/sh", ["-c", Leashed, "worker", dotnet, .. arguments]);
        StartInfo.WorkingDirectory = app;
        StartInfo.RedirectStandardInput = StartInfo.RedirectStandardOutput = StartInfo.RedirectStandardError = true;
        _log = log;
        Start();
        OutputDataReceived += (_, line) => Hear(false, line.Data);
        ErrorDataReceived += (_, line) => Hear(true, line.Data);
        BeginOutputReadLine();
        BeginErrorReadLine();
        Ended = WaitAsync();
    }

    /// <summary>Completes when the process has ended and all that it wrote has been read.</summary>
    public Task Ended { get; }

    /// <summary>Logs what it writes, which is held back until then: a failed start is one sentence instead of a stack trace.</summary>
    public void ReleaseOutput(LogLevel level)
    {
        _level = level;
        while (_held.TryDequeue(out var line))
            WroteLine(_log, level, line.Text);
    }

    /// <summary>What it wrote to standard error, held back so far; of an unhandled exception the message alone.</summary>
    public string LastWords()
    {
        // Stack traces, and the exceptions inside an exception, are indented.
        var lines = _held.Where(line => line.IsError && !line.Text.StartsWith(' ')).Select(line => line.Text);
        return UnhandledException.Replace(string.Join(Environment.NewLine, lines), "");
    }

    [GeneratedRegex(@"^.*Unhandled exception\. ([\w.+`]+: )?", RegexOptions.Singleline)]
    private static partial Regex UnhandledException { get; }

    private async Task WaitAsync()
    {
        await WaitForExitAsync();
        try { await StandardInput.WriteLineAsync(); }
        catch (IOException) { } // Something else has ended the leash.
    }

    private void Hear(bool isError, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            _held.Enqueue((isError, text));
        if (_level != LogLevel.None)
            ReleaseOutput(_level);
    }

    [LoggerMessage(EventId = 1, Message = "{Text}")]
    private static partial void WroteLine(ILogger log, LogLevel level, string text);
}
