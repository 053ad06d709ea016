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
    // The shell becomes the worker. A line on the pipe lets the leash go. Ctrl+C reaches the worker through its host alone, after the drain.
    private const string Leashed = """
        trap '' INT
        exec 3<&0
        (trap '' HUP TERM; read _ <&3 || kill -9 $$) >/dev/null 2>&1 &
        exec "$@" </dev/null 3<&-
        """;

    private const int MaxLinesOfLastWords = 10;

    private readonly Process _process;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private List<(bool IsError, string Text)>? _held = [];

    private WorkerProcess(Process process, ILogger log)
    {
        _process = process;
        _log = log;
        process.OutputDataReceived += (_, line) => Hear(false, line.Data);
        process.ErrorDataReceived += (_, line) => Hear(true, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = WaitAsync();
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Completes when the process is gone and all that it wrote has been read.</summary>
    public Task Exited { get; }

    public static WorkerProcess Start(string app, string[] arguments, ILogger log)
    {
        string[] command = [DotnetOfThisProcess, .. arguments];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", Leashed, "worker", .. command]);
        start.WorkingDirectory = app;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new(Process.Start(start)!, log);
    }

    /// <summary>What the process writes is held back until then, so that a failed start is one sentence instead of a stack trace.</summary>
    public void ReleaseOutput(LogLevel level = LogLevel.Information)
    {
        List<(bool IsError, string Text)>? lines;
        lock (_lock)
        {
            lines = _held;
            _held = null;
        }

        foreach (var (_, text) in lines ?? [])
            WroteLine(_log, level, text);
    }

    /// <summary>The message of its unhandled exception; otherwise what it wrote to standard error; otherwise its last line.</summary>
    public string LastWords()
    {
        List<(bool IsError, string Text)> lines;
        lock (_lock)
            lines = [.. _held ?? []];

        var errors = lines.Where(line => line.IsError).Select(line => line.Text).ToList();
        var unhandled = errors.FindLastIndex(line => UnhandledException.IsMatch(line));
        if (unhandled >= 0)
        {
            // The stack trace, and the exceptions inside, are indented.
            var message = errors.Skip(unhandled + 1).TakeWhile(line => !line.StartsWith(' '));
            return string.Join(' ', message.Prepend(UnhandledException.Replace(errors[unhandled], "")));
        }

        var said = errors.Where(line => !line.StartsWith("   at ", StringComparison.Ordinal)).TakeLast(MaxLinesOfLastWords).ToList();
        return said.Count > 0 ? string.Join(Environment.NewLine, said) : lines.LastOrDefault().Text ?? "It wrote nothing.";
    }

    public void Kill() => _process.Kill();

    private static string DotnetOfThisProcess => Path.GetFullPath(
        Path.Combine("..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), RuntimeEnvironment.GetRuntimeDirectory());

    [GeneratedRegex(@"^Unhandled exception\. ([\w.+`]+: )?")]
    private static partial Regex UnhandledException { get; }

    private async Task WaitAsync()
    {
        await _process.WaitForExitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync();
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Somebody else has ended the leash.
        }
    }

    private void Hear(bool isError, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;

        lock (_lock)
        {
            if (_held is not null)
            {
                _held.Add((isError, text));
                return;
            }
        }

        WroteLine(_log, LogLevel.Information, text);
    }

    [LoggerMessage("{Text}")]
    private static partial void WroteLine(ILogger log, LogLevel level, string text);
}
