using Seedance.EndToEnd.Tests.Calling;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Running;

/// <summary>An app of one test class, which kills and restarts it. Its storage is a process of its own and lives on.</summary>
public sealed class AppToKill : IAsyncLifetime
{
    private static int _count;

    private OwnApp? _app;

    internal Service Service => _app!.Service;

    internal AppProcess Process => _app!.Process;

    public async Task InitializeAsync()
    {
        if (RunningElsewhere.Find() is null) _app = await OwnApp.StartAsync($"killed-{Interlocked.Increment(ref _count)}", webhooks: true, webhookPollSeconds: 1);
    }

    public async Task DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    internal async Task KillAndRestartAsync()
    {
        await Process.KillAsync();
        await Process.RestartAsync();
    }
}
