using Seedance.EndToEnd.Tests.Calling;

namespace Seedance.EndToEnd.Tests.Running;

/// <summary>The app without a public URL: one for all test classes, or whichever runs elsewhere.</summary>
public sealed class AppThatPolls : IAsyncLifetime
{
    private static readonly Lazy<Task<(Service, string)>> Started = new(StartAsync);

    internal Service Service { get; private set; } = null!;

    /// <summary>The connection string of the app's storage.</summary>
    internal string Storage { get; private set; } = null!;

    public async Task InitializeAsync() => (Service, Storage) = await Started.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<(Service, string)> StartAsync()
    {
        if (RunningElsewhere.Find() is { } elsewhere)
            return (new Service(elsewhere.App, await SharedSimulator.GetAsync()), elsewhere.Storage);

        var app = await OwnApp.StartAsync("polling", webhooks: false, webhookPollSeconds: 1);
        return (app.Service, app.Process.Settings.StorageConnectionString);
    }
}
