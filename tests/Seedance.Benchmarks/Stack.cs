using System.Net.Http.Headers;

namespace Seedance.Benchmarks;

/// <summary>The app on the local host, with Azurite and the simulator.</summary>
internal sealed class Stack(AzuriteProcess storage, SimulatorServer simulator, AppProcess app) : IAsyncDisposable
{
    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 16, AllowAutoRedirect = false })
    {
        BaseAddress = app.BaseUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", app.Settings.Client.Key) },
    };

    public AppProcess App => app;
    public SimulatorServer Simulator => simulator;

    public static async Task<Stack> StartAsync(
        double progressSeconds = 5, Func<AppSettings, AppSettings>? change = null, Action<string>? onLine = null)
    {
        var storage = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true }, Console.WriteLine);
        var simulator = await SimulatorServer.StartAsync(new SimulatorSettings { ProgressSeconds = progressSeconds });
        var settings = AppSettings.ForLocal(storage.ConnectionString, simulator.BaseUrl);
        return new Stack(storage, simulator, await AppProcess.StartAsync(change?.Invoke(settings) ?? settings, onLine: onLine));
    }

    public async Task<string> CreateAsync(string prompt, string? callbackUrl = null, string? idempotencyKey = null)
    {
        var body = new Dictionary<string, object> { ["model"] = ModelIds.Text, ["prompt"] = prompt, ["duration"] = 5 };
        if (callbackUrl is not null) body["callback_url"] = callbackUrl;
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/videos/generations") { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public async Task<string> StatusAsync(string id)
        => (await Http.GetFromJsonAsync<JsonElement>($"v1/tasks/{id}")).GetProperty("status").GetString()!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await simulator.DisposeAsync();
        await storage.DisposeAsync();
    }
}
