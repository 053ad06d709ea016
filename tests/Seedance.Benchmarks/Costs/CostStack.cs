using System.Data.Common;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Seedance.EndToEnd.Tests.CrashMatrix;
using Seedance.Simulator;

namespace Seedance.Benchmarks.Costs;

/// <summary>An app whose requests to either of its storage accounts pass proxies that note them.</summary>
internal sealed class CostStack : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly List<IAsyncDisposable> _parts = [];
    private readonly KillSwitch _media = new();
    private readonly KillSwitch _hub = new();
    private HttpClient _http = null!;

    public static async Task<CostStack> StartAsync(double progressSeconds, bool webhooks, IReadOnlyDictionary<string, string> more)
    {
        var stack = new CostStack();
        var storage = stack.Owned(await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true }));
        var hubStorage = stack.Owned(await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true }));
        var simulator = stack.Owned(await SimulatorServer.StartAsync(new SimulatorSettings { ProgressSeconds = progressSeconds }));
        var settings = AppSettings.ForLocal(await stack.ThroughWiresAsync(storage.ConnectionString, stack._media), simulator.BaseUrl) with
        {
            Webhooks = webhooks,
            More = new Dictionary<string, string>(more)
            {
                ["AzureWebJobsStorage"] = await stack.ThroughWiresAsync(hubStorage.ConnectionString, stack._hub),
            },
        };
        var app = stack.Owned(await AppProcess.StartAsync(settings));
        stack._http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.BaseUrl };
        stack._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Client.Key);
        return stack;
    }

    /// <summary>One generation from its create until all its orchestrations have ended; nobody asks for it meanwhile.</summary>
    public async Task<(string Id, Step Step)> GenerateAsync(string? callbackUrl = null, string? idempotencyKey = null)
    {
        var (media, hub) = (_media.CarriedOut.Count(), _hub.CarriedOut.Count());
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/videos/generations")
        {
            Content = JsonContent.Create(new { model = "seedance-2.0-text-to-video", prompt = "What it costs", duration = 5, callback_url = callbackUrl }, options: Json),
        };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

        var began = TimeProvider.System.GetTimestamp();
        while (!Executions.Of(Since(_hub, hub)).Ended.Contains(id))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit) throw new TimeoutException($"{id} did not end.");
            await Task.Delay(Look);
        }
        return (id, StepSince(media, hub));
    }

    /// <summary>One call that starts nothing.</summary>
    public async Task<Step> CallAsync(string path)
    {
        var (media, hub) = (_media.CarriedOut.Count(), _hub.CarriedOut.Count());
        using var answer = await _http.GetAsync(path);
        return StepSince(media, hub);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var part in Enumerable.Reverse(_parts)) await part.DisposeAsync();
    }

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static List<WireRequest> Since(KillSwitch all, int number) => [.. all.CarriedOut.Skip(number).Select(seen => seen.Request)];

    private Step StepSince(int media, int hub)
    {
        var requests = Since(_media, media);
        return new Step(Operations.Of(requests), Executions.Of(Since(_hub, hub)), [.. requests.Select(Operations.Name)]);
    }

    private async Task<string> ThroughWiresAsync(string storage, KillSwitch seen)
    {
        var endpoints = new DbConnectionStringBuilder { ConnectionString = storage };
        var table = Owned(await Wire.StartAsync(Wires.Table, new Uri((string)endpoints["TableEndpoint"]), seen));
        var blob = Owned(await Wire.StartAsync(Wires.Blob, new Uri((string)endpoints["BlobEndpoint"]), seen));
        return $"DefaultEndpointsProtocol=http;AccountName={endpoints["AccountName"]};AccountKey={endpoints["AccountKey"]};"
            + $"BlobEndpoint={blob.Url.GetLeftPart(UriPartial.Authority)}{new Uri((string)endpoints["BlobEndpoint"]).AbsolutePath};"
            + $"QueueEndpoint={endpoints["QueueEndpoint"]};"
            + $"TableEndpoint={table.Url.GetLeftPart(UriPartial.Authority)}{new Uri((string)endpoints["TableEndpoint"]).AbsolutePath};";
    }

    private T Owned<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
