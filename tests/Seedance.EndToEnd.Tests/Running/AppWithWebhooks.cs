using Seedance.EndToEnd.Tests.Calling;

namespace Seedance.EndToEnd.Tests.Running;

/// <summary>The app that providers can call back: one for all test classes, or the one that runs elsewhere.</summary>
public sealed class AppWithWebhooks : IAsyncLifetime
{
    // So rare that a test that expects the webhook does not meet a poll.
    private const double PollSeconds = 20;

    private static readonly Lazy<Task<Service>> Started = new(StartAsync);

    internal Service Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await Started.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<Service> StartAsync() => RunningElsewhere.Find() is { } elsewhere
        ? new Service(elsewhere.App, await SharedSimulator.GetAsync())
        : (await OwnApp.StartAsync("webhooks", webhooks: true, PollSeconds)).Service;
}
