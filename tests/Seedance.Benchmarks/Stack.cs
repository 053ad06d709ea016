using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Seedance.Simulator;

namespace Seedance.Benchmarks;

internal sealed class Stack(AzuriteProcess storage, SimulatorServer simulator, AppProcess app) : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 16 })
    {
        BaseAddress = app.BaseUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", app.Settings.Client.Key) },
    };

    public AppProcess App => app;

    public AzuriteProcess Storage => storage;

    public SimulatorServer Simulator => simulator;

    public static async Task<Stack> StartAsync(double progressSeconds, bool webhooks = true)
    {
        var storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true }, Console.WriteLine);
        var simulator = await SimulatorServer.StartAsync(new SimulatorSettings { ProgressSeconds = progressSeconds });
        var settings = AppSettings.ForLocal(storage.ConnectionString, simulator.BaseUrl) with { Webhooks = webhooks };
        return new Stack(storage, simulator, await AppProcess.StartAsync(settings));
    }

    public async Task<string> CreateAsync(string prompt)
    {
        using var answer = await _http.PostAsJsonAsync(
            "v1/videos/generations", new { model = "seedance-2.0-text-to-video", prompt, duration = 5, quality = "720p" });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public async Task<string> StatusAsync(string id)
        => (await _http.GetFromJsonAsync<JsonElement>($"v1/tasks/{id}")).GetProperty("status").GetString()!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await app.DisposeAsync();
        await simulator.DisposeAsync();
        await storage.DisposeAsync();
    }
}
