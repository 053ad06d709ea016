namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>The app of one test class that is killed around its requests. Its provider calls it back.</summary>
public class AppOnWires : IAsyncLifetime
{
    private static int _count;

    internal WiredApp App { get; private set; } = null!;

    private protected virtual bool Webhooks => true;

    // Longer than any test: only what the webhook or a replay settles may end in time.
    private protected virtual double SettleMinutes => 60;

    public async Task InitializeAsync()
        => App = await WiredApp.StartAsync($"wires-{Interlocked.Increment(ref _count)}", Webhooks, SettleMinutes);

    public async Task DisposeAsync() => await App.DisposeAsync();
}
