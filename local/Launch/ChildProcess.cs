using System.ComponentModel;
using System.Diagnostics;

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
            if (!HasExited)
                _process.Kill(withChildren);
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
        if (!HasExited && Signals.Terminate(Id))
            await Task.WhenAny(Exited, Task.Delay(grace ?? DefaultGrace));

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
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;

        return info;
    }

    private void Received(string? line, Action<string>? onLine)
    {
        if (line is null)
            return;

        _tail.Add(line);
        onLine?.Invoke(line);
    }
}
