namespace Seedance.EndToEnd.Tests.Running;

/// <summary>One app for all test classes, or the one that runs elsewhere.</summary>
public abstract class SharedApp : IAsyncLifetime
{
    private readonly Lazy<Task<(Service, string)>> _started;

    private protected SharedApp(Lazy<Task<(Service, string)>> started) => _started = started;

    internal Service Service { get; private set; } = null!;

    /// <summary>The connection string of the app's storage.</summary>
    internal string Storage { get; private set; } = null!;

    public async Task InitializeAsync() => (Service, Storage) = await _started.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private protected static async Task<(Service, string)> StartAsync(string name, bool webhooks, string pollSeconds)
    {
        if (RunningElsewhere.Find() is { } elsewhere)
            return (new Service(elsewhere.App, await SharedSimulator.GetAsync()), elsewhere.Storage);

        var app = await OwnApp.StartAsync(name, webhooks, more:
        [
            ("Seedance__Waiting__WebhookPollSeconds", pollSeconds), ("Seedance__Waiting__WebhookPollMaxSeconds", pollSeconds),
        ]);
        return (app.Service, app.Storage);
    }
}

/// <summary>The app without a public URL.</summary>
public sealed class AppThatPolls() : SharedApp(Started)
{
    private static readonly Lazy<Task<(Service, string)>> Started = new(() => StartAsync("polling", webhooks: false, "1"));
}

/// <summary>The app that providers call back. It polls so rarely that a test that expects the webhook does not meet a poll.</summary>
public sealed class AppWithWebhooks() : SharedApp(Started)
{
    private static readonly Lazy<Task<(Service, string)>> Started = new(() => StartAsync("webhooks", webhooks: true, "20"));
}

/// <summary>The app of one test class, which is killed around its requests. Its provider calls it back.</summary>
public class AppOnWires : IAsyncLifetime
{
    private static int _count;

    internal OwnApp App { get; private set; } = null!;

    private protected virtual bool Webhooks => true;

    // Longer than any test: only what the webhook or a replay settles may end in time.
    private protected virtual string SettleMinutes => "60";

    public async Task InitializeAsync()
    {
        if (RunningElsewhere.Find() is not null) return;
        App = await OwnApp.StartAsync(
            $"wires-{Interlocked.Increment(ref _count)}",
            Webhooks,
            onWires: true,
            more: ("Seedance__Waiting__SettleMinutes", SettleMinutes));
    }

    public async Task DisposeAsync()
    {
        if (App is not null) await App.DisposeAsync();
    }
}

/// <summary>As <see cref="AppOnWires"/>, without webhooks: what no replay settles soon fails as unknown.</summary>
public sealed class PollingAppOnWires : AppOnWires
{
    private protected override bool Webhooks => false;

    private protected override string SettleMinutes => "0.05";
}

/// <summary>One simulator, in this process, for all tests: each knows its own tasks by its prompt.</summary>
internal static class SharedSimulator
{
    // An app that runs elsewhere knows the address already.
    private static readonly Lazy<Task<SimulatorServer>> Started = new(() => SimulatorServer.StartAsync(
        new SimulatorSettings { ProgressSeconds = 0.5, Port = RunningElsewhere.Find()?.Simulator.Port ?? 0 }));

    public static Task<SimulatorServer> GetAsync() => Started.Value;
}

internal static class Callers
{
    public const string CallbackSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    public static readonly LocalClient Alpha = new("alpha", "end-to-end-key-of-alpha");
    public static readonly LocalClient Beta = new("beta", "end-to-end-key-of-beta");

    /// <summary>Its budget is too small for any video.</summary>
    public static readonly LocalClient Poor = new("poor", "end-to-end-key-of-poor");
}
