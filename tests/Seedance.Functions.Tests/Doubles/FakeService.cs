using System.Collections.Immutable;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The app's own wiring, with its edges replaced: storage, time, the web, and the providers.</summary>
internal sealed class Wiring(
    SeedanceOptions options,
    TimeProvider time,
    TableServiceClient tables,
    BlobServiceClient blobs,
    IHttpClientFactory web,
    IVideoProvider provider)
{
    private static readonly IConfiguration NoSettings = new ConfigurationBuilder()
        .AddInMemoryCollection(ImmutableDictionary<string, string?>.Empty.Add("Seedance:Storage", "UseDevelopmentStorage=true"))
        .Build();

    /// <summary>Builds it, with more services that replace the app's own.</summary>
    public ServiceProvider Build(params IReadOnlyList<object> replacements)
    {
        var services = new ServiceCollection().AddSeedance(NoSettings)
            .AddSingleton<IOptions<SeedanceOptions>>(Samples.As(options))
            .AddSingleton(time).AddSingleton(tables).AddSingleton(blobs).AddSingleton(web)
            .AddSingleton(new VideoProviders(new Dictionary<string, IVideoProvider>
            {
                [ProviderNames.EvoLink] = provider,
                [ProviderNames.SeedanceApi] = provider,
            }));
        foreach (var replacement in replacements) services.AddSingleton(replacement.GetType(), replacement);
        return services.BuildServiceProvider();
    }
}

/// <summary>The service on a storage account of its own.</summary>
internal sealed class FakeService
{
    private readonly FakeMeters? _meters;
    private readonly ServiceProvider _services;

    /// <param name="options">The settings.</param>
    /// <param name="measures">True when the test reads <see cref="Meters"/>.</param>
    /// <param name="container">The container that <see cref="Blobs"/> shows; null for that of finished videos.</param>
    public FakeService(SeedanceOptions? options = null, bool measures = false, string? container = null)
    {
        _meters = measures ? new FakeMeters() : null;
        Options = options ?? Samples.Options;
        var account = new StorageAccount();
        Tables = new ObservedTables(account);
        Blobs = new ObservedBlobs(account, container ?? Options.Videos.Container);
        _services = new Wiring(Options, Time, Tables, Blobs, Web, Provider).Build(_meters is null ? [] : [_meters.Metrics]);
    }

    public SeedanceOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(Samples.Now);

    /// <summary>What was measured; only this service measures here.</summary>
    public FakeMeters Meters => _meters ?? throw new InvalidOperationException("This service was made for a test that reads no meters.");

    public ObservedTables Tables { get; }
    public ObservedTable Table => Tables.GetTableClient(TaskRecords.TableName);
    public TaskRecords Records => Get<TaskRecords>();
    public ClientBudgets Budgets => Get<ClientBudgets>();
    public FakeVideoProvider Provider { get; } = new();
    public ObservedBlobs Blobs { get; }
    public FakeWeb Web { get; } = new();

    public ProviderWebhooks Webhooks => Get<ProviderWebhooks>();
    public VideoLinks Links => Get<VideoLinks>();
    public VideoStore Videos => Get<VideoStore>();
    public BatchRecords Batches => Get<BatchRecords>();
    public Deliveries Deliveries => Get<Deliveries>();
    public ObservedTable DeliveryTable => Tables.GetTableClient(Functions.Storage.Deliveries.TableName);

    /// <summary>One of the app's services, the same each time.</summary>
    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    /// <summary>A function, or anything else that is made of the app's services, made anew.</summary>
    public T Create<T>(params object[] parameters)
        where T : class
        => ActivatorUtilities.CreateInstance<T>(_services, parameters);

    /// <summary>Puts a record into the table.</summary>
    public async Task<TaskRecord> AddAsync(TaskRecord record)
    {
        await Records.AddAsync(record, CancellationToken.None);
        return await ReadAsync(record);
    }

    /// <summary>The record as it lies in the table now.</summary>
    public async Task<TaskRecord> ReadAsync(TaskRecord record)
        => await Records.FindAsync(record.Client, record.Id, CancellationToken.None)
            ?? throw new InvalidOperationException("No such record.");

    /// <summary>Changes the record behind the back of whoever is at work on it.</summary>
    public Task ChangeBehindTheirBackAsync(TaskRecord record, Func<TaskRecord, TaskRecord> change)
        => Records.ChangeAsync(record.Client, record.Id, change, CancellationToken.None);
}
