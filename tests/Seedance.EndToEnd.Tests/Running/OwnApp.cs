using System.Globalization;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Running;

/// <summary>An app that the tests start, with storage of its own: two apps must not work on one task hub.</summary>
internal sealed class OwnApp(AzuriteProcess storage, AppProcess process, SimulatorServer simulator, LineLog log) : IAsyncDisposable
{
    public AppProcess Process => process;

    public Service Service { get; } = new(process.BaseUrl, simulator);

    public static async Task<OwnApp> StartAsync(string name, bool webhooks, double webhookPollSeconds, IReadOnlyDictionary<string, string>? more = null)
    {
        var simulator = await SharedSimulator.GetAsync();
        var storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true });
        var poll = webhookPollSeconds.ToString(CultureInfo.InvariantCulture);
        var own = new Dictionary<string, string>
        {
            [$"Seedance__Clients__{Callers.Alpha.Name}__CallbackSecret"] = Callers.CallbackSecret,
            [$"Seedance__Clients__{Callers.Beta.Name}__KeySha256"] = Callers.Beta.KeySha256,
            [$"Seedance__Clients__{Callers.Poor.Name}__KeySha256"] = Callers.Poor.KeySha256,
            [$"Seedance__Clients__{Callers.Poor.Name}__DailyCredits"] = "1",
            ["Seedance__Uploads__Prompt"] = "What the setting says",
            ["Seedance__Uploads__Quality"] = "480p",
            ["Seedance__Uploads__Folders__portraits__Prompt"] = "What the folder says",
            ["Seedance__Uploads__Folders__portraits__AspectRatio"] = "9:16",
            ["Seedance__Uploads__Folders__closeups__Prompt"] = "What the other folder says",
            ["Seedance__Waiting__PollSeconds"] = "0.2",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2",
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
            ["Seedance__Waiting__WebhookPollSeconds"] = poll,
            ["Seedance__Waiting__WebhookPollMaxSeconds"] = poll,
            ["Seedance__Waiting__NotFoundGraceSeconds"] = "1",
            ["Seedance__Waiting__NotAVideoMinutes"] = "0.5",
            ["Seedance__Waiting__ReplayAfterSeconds"] = "0.5",
            ["Seedance__Waiting__SettleMinutes"] = webhooks ? "0.5" : "0.05",
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string>()) own[key] = value;
        var settings = AppSettings.ForLocal(storage.ConnectionString, simulator.BaseUrl) with
        {
            Client = Callers.Alpha,
            Webhooks = webhooks,
            More = own,
        };
        var log = new LineLog(RepositoryRoot.Combine("artifacts", "end-to-end", $"{name}.log"));
        return new OwnApp(storage, await AppProcess.StartAsync(settings, onLine: log.Add), simulator, log);
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await storage.DisposeAsync();
        log.Dispose();
    }
}
