using Seedance.EndToEnd.Tests.Calling;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Running;

/// <summary>The app without a public URL: one for all test classes, or whichever runs elsewhere.</summary>
public sealed class AppThatPolls : IAsyncLifetime
{
    private static readonly Lazy<Task<Service>> Started = new(StartAsync);

    internal Service Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await Started.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<Service> StartAsync() => RunningElsewhere.Find() is { } elsewhere
        ? new Service(elsewhere.App, new SimulatorAdmin(elsewhere.Simulator))
        : (await OwnApp.StartAsync("polling", webhooks: false, webhookPollSeconds: 1)).Service;
}
