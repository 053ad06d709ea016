using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The service's own parts on a storage account of their own, and doubles of everything else outside of them.</summary>
internal sealed class FakeService
{
    private static readonly SeedanceMetrics Unread
        = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly FakeMeters? _meters;

    /// <param name="options">The settings.</param>
    /// <param name="measures">True when the test reads <see cref="Meters"/>.</param>
    public FakeService(SeedanceOptions? options = null, bool measures = false)
    {
        _meters = measures ? new FakeMeters() : null;
        Options = options ?? Samples.Options;
        Tables = new ObservedTables(Account);
        Blobs = new ObservedBlobs(Account, Options.Videos.Container);
        Records = new TaskRecords(Tables);
        Budgets = new ClientBudgets(Tables, Samples.As(Options), Metrics, Time);
        Webhooks = new ProviderWebhooks(Samples.As(Options));
        Links = new VideoLinks(Samples.As(Options));
        ReadLinks = new BlobReadLinks(new DelegationKeys(Blobs, Time, NullLogger<DelegationKeys>.Instance));
        Videos = new VideoStore(Blobs, ReadLinks, Samples.As(Options), Time);
    }

    public SeedanceOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(Samples.Now);

    /// <summary>What was measured; only this service measures here.</summary>
    public FakeMeters Meters => _meters ?? throw new InvalidOperationException("This service was made for a test that reads no meters.");

    public SeedanceMetrics Metrics => _meters?.Metrics ?? Unread;

    public StorageAccount Account { get; } = new();

    public ObservedTables Tables { get; }

    public ObservedTable Table => Tables.GetTableClient(TaskRecords.TableName);

    public TaskRecords Records { get; }

    public ClientBudgets Budgets { get; }

    public FakeVideoProvider Provider { get; } = new();

    public ObservedBlobs Blobs { get; }

    public FakeWeb Web { get; } = new();

    public ProviderWebhooks Webhooks { get; }

    public VideoLinks Links { get; }

    public BlobReadLinks ReadLinks { get; }

    public VideoStore Videos { get; }

    public UploadedMedia UploadedMedia => new(new UploadContainer(Blobs, Samples.As(Options)), ReadLinks, Samples.As(Options));

    public VideoRemoval Removal => new(Records, Videos, Time);

    public BatchRecords Batches => new(Tables);

    public Deliveries Deliveries => new(Tables);

    public ObservedTable DeliveryTable => Tables.GetTableClient(Seedance.Functions.Storage.Deliveries.TableName);

    public ClientDirectory Clients => new(Samples.As(Options));

    public GenerationInputs NewInputs() => new(Provider, Webhooks, Samples.As(Options));

    public GenerationStarter NewStarter() => new(
        Records, NewInputs(), new PriceBook(Options.Prices), Budgets, Clients, Samples.As(Options), Time, NullLogger<GenerationStarter>.Instance);

    public GenerationRestarter NewRestarter() => new(
        Records,
        NewInputs(),
        new BatchTurns(Batches, NewStarter(), Time, NullLogger<BatchTurns>.Instance),
        Samples.As(Options),
        Time,
        NullLogger<GenerationRestarter>.Instance);

    public VideoCopier NewCopier() => new(
        Web, Videos, new ServerSideCopy(Videos, Samples.As(Options), NullLogger<ServerSideCopy>.Instance), Samples.As(Options), Time);

    public LastFrameCopier NewLastFrameCopier() => new(Web, Videos, Samples.As(Options), Time, NullLogger<LastFrameCopier>.Instance);

    public DeliverCallback NewDeliverCallback() => new(
        Records,
        new CallbackMessage(new TaskResponses(Links), Clients),
        new CallbackSender(Web, Time),
        Deliveries,
        Metrics,
        Time,
        NullLogger<DeliverCallback>.Instance);

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
