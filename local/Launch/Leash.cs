using System.Diagnostics;

namespace Seedance.Launch;

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
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (_shell is null)
            return;

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
