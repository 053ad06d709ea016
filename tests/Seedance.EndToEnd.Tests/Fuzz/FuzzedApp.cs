using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Fuzz;

/// <summary>
/// An app, storage and a simulator that nothing but the fuzz uses, so that whatever reaches the provider came of it. Videos take so
/// long that none is finished: nobody is called back. Beta's budget is used up from the start, so that what is valid costs nothing.
/// </summary>
public sealed class FuzzedApp : IAsyncLifetime
{
    private AzuriteProcess? _storage;
    private SimulatorServer? _simulator;
    private AppProcess? _process;

    internal Service Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (RunningElsewhere.Find() is not null) return;
        _simulator = await SimulatorServer.StartAsync(new SimulatorSettings { ProgressSeconds = 3600 });
        _storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true });
        var settings = AppSettings.ForLocal(_storage.ConnectionString, _simulator.BaseUrl) with
        {
            Client = Callers.Alpha,
            Webhooks = false,
            More = new Dictionary<string, string>
            {
                ["Seedance__AllowPrivateNetworks"] = "false",
                [$"Seedance__Clients__{Callers.Beta.Name}__KeySha256"] = Callers.Beta.KeySha256,
                [$"Seedance__Clients__{Callers.Beta.Name}__DailyCredits"] = "0",
                ["Seedance__Waiting__PollSeconds"] = "600",
            },
        };
        _process = await AppProcess.StartAsync(settings);
        Service = new Service(_process.BaseUrl, _simulator);
    }

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (_storage is not null) await _storage.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
    }
}
