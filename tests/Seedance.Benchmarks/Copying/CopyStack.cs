using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Seedance.Launch;

namespace Seedance.Benchmarks.Copying;

/// <summary>The app's own activity within this process, Azurite on disk, and the simulator as the provider.</summary>
internal sealed class CopyStack : IAsyncDisposable
{
    private const string Container = "plain";

    private readonly AzuriteProcess _storage;
    private readonly SimulatorProcess _simulator;
    private readonly ServiceProvider _services;
    private readonly StoreVideo _store;
    private readonly BlobContainerClient _plain;
    private readonly HttpClient _provider;

    private CopyStack(AzuriteProcess storage, SimulatorProcess simulator)
    {
        (_storage, _simulator) = (storage, simulator);
        var services = new ServiceCollection();
        var settings = AppSettings.ForLocal(storage.ConnectionString, simulator.BaseUrl).ToEnvironment(new Uri("http://127.0.0.1:1"));
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSeedance(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), string? (pair) => pair.Value))
            .Build());
        _services = services.BuildServiceProvider();
        _store = ActivatorUtilities.CreateInstance<StoreVideo>(_services);
        _plain = _services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(Container);
        _provider = new HttpClient { BaseAddress = simulator.BaseUrl, Timeout = Timeout.InfiniteTimeSpan };
        _provider.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SimulatorProcess.ApiKey);
    }

    public static async Task<CopyStack> StartAsync(long videoBytes)
    {
        var storage = await AzuriteProcess.StartAsync(new AzuriteOptions(), Console.WriteLine);
        var simulator = await SimulatorProcess.StartAsync(arguments: ["--progress-seconds", "0", "--video-bytes", $"{videoBytes}"]);
        var stack = new CopyStack(storage, simulator);
        // Creates tables and container.
        foreach (var starting in stack._services.GetServices<IHostedService>()) await starting.StartAsync(CancellationToken.None);
        await stack._plain.CreateIfNotExistsAsync();
        return stack;
    }

    /// <summary>A finished generation, ready to be stored.</summary>
    public async Task<TaskRecord> FinishedAsync()
    {
        using var answer = await _provider.PostAsJsonAsync(
            "v1/videos/generations", new { model = "seedance-2.0-text-to-video", prompt = "A long tracking shot", duration = 5, quality = "720p" });
        var task = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var now = TimeProvider.System.GetUtcNow();
        var record = new TaskRecord
        {
            Id = TaskId.New(now),
            Client = "bench",
            Request = new VideoRequest
            {
                Provider = ProviderNames.EvoLink,
                Model = "seedance-2.0-text-to-video",
                Prompt = "A long tracking shot",
                DurationSeconds = 5,
                Resolution = "720p",
                AspectRatio = "16:9",
                GenerateAudio = true,
            },
            CreatedAt = now,
            UpdatedAt = now,
            LinkBase = "https://videos.example.com",
            ProviderTaskId = task.GetProperty("id").GetString(),
        };
        await _services.GetRequiredService<TaskRecords>().AddAsync(record, CancellationToken.None);
        return record;
    }

    /// <summary>As the orchestration does it.</summary>
    public Task<StoreResult> StoreAsync(TaskRecord record)
        => _store.RunAsync(new TaskReference(record.Client, record.Id), CancellationToken.None);

    /// <summary>As the plainest program does it.</summary>
    public async Task PlainAsync(TaskRecord record)
    {
        var task = await _provider.GetFromJsonAsync<JsonElement>($"v1/tasks/{record.ProviderTaskId}");
        await using var video = await _provider.GetStreamAsync(task.GetProperty("results")[0].GetString());
        await _plain.GetBlockBlobClient($"{record.Id}.mp4").UploadAsync(video, new BlobUploadOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
