using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Seedance.Launch;

/// <summary>A process that ends with this one, and whose last output is at hand when it fails.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly OutputTail _tail = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _leash;

    private ChildProcess(ChildProcessStart start)
    {
        Name = start.Name;
        _process = new Process { StartInfo = StartInfo(start), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Received(line.Data, start.OnLine);
        _process.ErrorDataReceived += (_, line) => Received(line.Data, start.OnLine);
        _process.Exited += (_, _) => _exited.TrySetResult();

        try
        {
            _process.Start();
        }
        catch (Win32Exception exception)
        {
            _process.Dispose();
            throw new LaunchException($"{start.Name} could not be started: {start.FileName} was not found or cannot be run.", exception);
        }

        Id = _process.Id;
        _leash = Leash.Tie(this);
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Id { get; }

    public bool HasExited => _exited.Task.IsCompleted;

    /// <summary>Completes when the process has ended, however it ended.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => HasExited ? _process.ExitCode : null;

    public string Tail => _tail.ToString();

    public static ChildProcess Start(ChildProcessStart start) => new(start);

    /// <summary>Waits for the end and for the last line of output.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does; the process gets no chance to tidy up.</summary>
    public void Kill(bool withChildren = false)
    {
        try
        {
            if (!HasExited) _process.Kill(withChildren);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in between.
        }
    }

    public async Task KillAsync(bool withChildren = false)
    {
        Kill(withChildren);
        await Exited;
    }

    /// <summary>Asks it to end, and kills it when it has not within the grace period.</summary>
    public async Task StopAsync(TimeSpan? grace = null)
    {
        if (!HasExited && Signals.Terminate(Id)) await Task.WhenAny(Exited, Task.Delay(grace ?? DefaultGrace));

        await KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _leash.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(ChildProcessStart start)
    {
        var info = new ProcessStartInfo(start.FileName, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;

        return info;
    }

    private void Received(string? line, Action<string>? onLine)
    {
        if (line is null) return;

        _tail.Add(line);
        onLine?.Invoke(line);
    }
}

/// <summary>What to start. A null value in <see cref="Environment"/> removes an inherited variable.</summary>
public sealed record ChildProcessStart(string Name, string FileName, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>Called with each line of standard output and error, from a pool thread.</summary>
    public Action<string>? OnLine { get; init; }
}

/// <summary>The last lines a process wrote, for the message when it fails. Lines may come from two threads.</summary>
internal sealed class OutputTail(int capacity = 200)
{
    private readonly Queue<string> _lines = new(capacity);
    private readonly Lock _gate = new();

    public void Add(string line)
    {
        lock (_gate)
        {
            if (_lines.Count == capacity) _lines.Dequeue();

            _lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (_gate)
            return string.Join(Environment.NewLine, _lines);
    }
}

/// <summary>The one thing <see cref="System.Diagnostics.Process"/> cannot do: ask a process to end instead of killing it.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>False where there is no such request (Windows) or no such process.</summary>
    public static bool Terminate(int processId) => !OperatingSystem.IsWindows() && Kill(processId, SigTerm) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}

/// <summary>
/// Ends a child when this process ends. On Unix a shell waits on a pipe from this process: the pipe closes even when
/// this process is killed, and the shell then kills the child. Elsewhere the runtime's exit event has to do.
/// </summary>
internal sealed class Leash : IDisposable
{
    // Reading a line means the child was let go; end of file means this process is gone.
    private const string WaitThenKill = "trap '' INT HUP TERM; read _ || kill -9 \"$1\"";

    private readonly ChildProcess _child;
    private readonly Process? _shell;

    private Leash(ChildProcess child)
    {
        _child = child;
        _shell = OperatingSystem.IsWindows() ? null : StartShell(child.Id);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        child.Exited.ContinueWith(_ => Dispose(), TaskScheduler.Default);
    }

    public static IDisposable Tie(ChildProcess child) => new Leash(child);

    private int _disposed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (_shell is null) return;

        try
        {
            _shell.StandardInput.WriteLine();
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell has already ended.
        }

        _shell.Dispose();
    }

    private static Process StartShell(int childId)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", WaitThenKill, "leash", $"{childId}"])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    private void OnExit(object? sender, EventArgs e) => _child.Kill();
}

/// <summary>Starts a process and waits until a line of its output tells that it is ready, it ends, or it takes too long.</summary>
internal static class Readiness
{
    public static async Task<(ChildProcess Process, string Found)> StartAsync(
        ChildProcessStart start, Func<string, string?> find, TimeSpan limit, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(start with
        {
            OnLine = line =>
            {
                start.OnLine?.Invoke(line);
                if (find(line) is { } found) ready.TrySetResult(found);
            },
        });

        try
        {
            var first = await Task.WhenAny(ready.Task, process.Exited).WaitAsync(limit, cancellationToken);
            if (first == ready.Task) return (process, await ready.Task);

            // Its last words may still be in the pipe.
            var code = await process.WaitForExitAsync(cancellationToken);
            throw new LaunchException($"{start.Name} ended with exit code {code} before it was ready.{Environment.NewLine}{process.Tail}");
        }
        catch (TimeoutException)
        {
            await process.DisposeAsync();
            throw new LaunchException($"{start.Name} was not ready within {limit.TotalSeconds:0} s.{Environment.NewLine}{process.Tail}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}

/// <summary>Keeps a process's output in a file, for reading after the fact.</summary>
public sealed class LineLog : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();
    private bool _closed;

    public LineLog(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _writer = new StreamWriter(path) { AutoFlush = true };
    }

    public string Path { get; }

    public void Add(string line)
    {
        lock (_gate)
        {
            if (!_closed) _writer.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _writer.Dispose();
        }
    }
}
