using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Seedance.Benchmarks;

/// <summary>
/// Videos from the simulator into Azurite on disk, through the app's activity within this process and by the plainest program that can
/// do it, in turn: what the machine does meanwhile meets both.
/// </summary>
internal sealed class Copy : IAsyncDisposable
{
    private const long Megabyte = 1_000_000;

    private readonly AzuriteProcess _storage;
    private readonly SimulatorProcess _simulator;
    private readonly ServiceProvider _services;
    private readonly BlobContainerClient _plain;
    private readonly HttpClient _provider;

    private Copy(AzuriteProcess storage, SimulatorProcess simulator)
    {
        (_storage, _simulator) = (storage, simulator);
        var settings = AppSettings.ForLocal(storage.ConnectionString, simulator.BaseUrl).ToEnvironment(new Uri("http://127.0.0.1:1"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(
            setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        _services = new ServiceCollection().AddLogging(logging => logging.ClearProviders()).AddSeedance(configuration.Build())
            .BuildServiceProvider();
        _plain = _services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("plain");
        _provider = new HttpClient { BaseAddress = simulator.BaseUrl, Timeout = Timeout.InfiniteTimeSpan };
        _provider.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SimulatorProcess.ApiKey);
    }

    public static async Task<IReadOnlyList<Measure>> RunAsync(bool quick)
    {
        (long Megabytes, int Pairs)[] sizes = quick ? [(10, 5), (50, 3)] : [(50, 9), (500, 5), (2000, 3)];
        var measures = new List<Measure>();
        // Memory first: what the plain program leaves in the pools would otherwise be lent to the activity.
        if (OperatingSystem.IsLinux())
        {
            foreach (var (megabytes, _) in sizes)
                measures.Add(new($"copy {megabytes} MB, peak extra resident memory", await MemoryAsync(megabytes), "MB", Max: 64));
        }
        foreach (var (megabytes, pairs) in sizes) measures.AddRange(await SpeedAsync(megabytes, pairs));
        return measures;
    }

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private static async Task<double> MemoryAsync(long megabytes)
    {
        Console.WriteLine($"copy: memory of {megabytes} MB ...");
        await using var copy = await StartAsync(megabytes);
        var record = await copy.FinishedAsync();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = Memory.RestartPeak();
        await copy.StoreAsync(record);
        return Memory.Peak(Environment.ProcessId) - before;
    }

    private static async Task<IReadOnlyList<Measure>> SpeedAsync(long megabytes, int pairs)
    {
        var (activity, plain) = (new List<double>(), new List<double>());
        for (var pair = 0; pair <= pairs; pair++)
        {
            // Azurite frees what is deleted only after minutes; a new one for each pair keeps the disk from filling.
            await using var copy = await StartAsync(megabytes);
            var (ours, theirs) = (await copy.FinishedAsync(), await copy.FinishedAsync());
            (List<double> Speeds, Func<Task> Run)[] runs =
                [(activity, () => copy.StoreAsync(ours)), (plain, () => copy.PlainAsync(theirs))];
            foreach (var (speeds, run) in pair % 2 == 0 ? runs : runs.Reverse())
            {
                var start = TimeProvider.System.GetTimestamp();
                await run();
                // The first pair warms up.
                if (pair > 0) speeds.Add(megabytes / TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            }
        }
        return
        [
            new($"copy {megabytes} MB, activity, median of {pairs}", activity.Median(), "MB/s"),
            new($"copy {megabytes} MB, plain, median of {pairs}", plain.Median(), "MB/s"),
            new($"copy {megabytes} MB, median ratio of a pair", activity.Zip(plain, (ours, theirs) => ours / theirs).Median(), Min: 0.95),
        ];
    }

    private static async Task<Copy> StartAsync(long megabytes)
    {
        var storage = await AzuriteProcess.StartAsync(new AzuriteOptions(), Console.WriteLine);
        var simulator = await SimulatorProcess.StartAsync(
            arguments: ["--progress-seconds", "0", "--video-bytes", $"{megabytes * Megabyte}"]);
        var copy = new Copy(storage, simulator);
        // Creates tables and container.
        foreach (var starting in copy._services.GetServices<IHostedService>()) await starting.StartAsync(CancellationToken.None);
        await copy._plain.CreateIfNotExistsAsync();
        return copy;
    }

    /// <summary>A finished generation, ready to be stored.</summary>
    private async Task<TaskRecord> FinishedAsync()
    {
        var body = """{"model":"seedance-2.0-text-to-video","prompt":"A long tracking shot","duration":5}"""u8.ToArray();
        using var response = await _provider.PostAsync("v1/videos/generations", new ByteArrayContent(body));
        var task = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var now = TimeProvider.System.GetUtcNow();
        var record = new TaskRecord
        {
            Id = TaskId.New(now),
            Client = "bench",
            Request = ((RequestResult.Accepted)new RequestReader(new RequestRules()).Read(RequestFormat.EvoLink, body)).Request,
            CreatedAt = now,
            UpdatedAt = now,
            LinkBase = "https://videos.example.com",
            ProviderTaskId = task.GetProperty("id").GetString(),
        };
        await _services.GetRequiredService<TaskRecords>().AddAsync(record, CancellationToken.None);
        return record;
    }

    /// <summary>As the orchestration does it.</summary>
    private async Task StoreAsync(TaskRecord record)
    {
        var store = ActivatorUtilities.CreateInstance<StoreVideo>(_services);
        var result = await store.RunAsync(new TaskReference(record.Client, record.Id), CancellationToken.None);
        if (result.Kind != StoreKind.Stored) throw new InvalidOperationException($"Not stored: {result.Failure}");
    }

    /// <summary>As the plainest program does it.</summary>
    private async Task PlainAsync(TaskRecord record)
    {
        var task = await _provider.GetFromJsonAsync<JsonElement>($"v1/tasks/{record.ProviderTaskId}");
        await using var video = await _provider.GetStreamAsync(task.GetProperty("results")[0].GetString());
        await _plain.GetBlockBlobClient($"{record.Id}.mp4").UploadAsync(video, new BlobUploadOptions());
    }
}
