using System.Net;
using Azure.Data.Tables;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Seedance.Functions.Tests.Doubles;
using Seedance.Functions.Tests.Orchestrations.Hub;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>One task, its real orchestrations and activities on Microsoft's replay, and a world outside that tests direct.</summary>
internal sealed partial class GenerationWorld : IDisposable
{
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[2000]];

    private const decimal Price = 67.5m;
    private const string CallbackUrl = "https://caller.example.com/done";

    private readonly MemoryTables _tables = new();
    private readonly MemoryTables _troubled;
    private readonly MemoryVideos _videos;
    private readonly SeedanceOptions _options;
    private readonly TaskRecords _truth;
    private readonly SweepTasks _sweep;
    private readonly ServiceProvider _services;

    public GenerationWorld(Action<SeedanceOptions>? configure = null, TaskId? id = null)
    {
        _options = Samples.Options;
        _options.Clients[Samples.Client].DailyCredits = 100;
        configure?.Invoke(_options);
        Provider = new ProviderModel(Clock) { Kill = Kill };
        Engine = new EngineHarness(Clock);
        Provider.OnCalled = () => Deliveries.OvertakeAsync(DeliveryFate.OvertakenAtProvider);
        TableTrouble = new StorageTrouble(Clock, () => Hub.Died, Kill)
        {
            BeforeWrite = () => Deliveries.OvertakeAsync(DeliveryFate.OvertakenAtRecord),
        };
        BlobTrouble = new StorageTrouble(Clock, () => Hub.Died, Kill)
        {
            BeforeWrite = () => Deliveries.OvertakeAsync(DeliveryFate.OvertakenAtVideo),
        };
        _videos = new MemoryVideos(BlobTrouble);
        _truth = new TaskRecords(_tables);
        _troubled = _tables.Behind(TableTrouble);
        Web.OnRequest = request => request.Method == HttpMethod.Post
            ? new HttpResponseMessage(HttpStatusCode.OK)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Video) };
        Record = Samples.Record with { Id = id ?? TaskId.New(Clock.GetUtcNow()), CreatedAt = Clock.GetUtcNow() };
        _services = new Wiring(_options, Clock, _troubled, _videos, Web, Provider).Build(Topic.Client, Meters.Metrics);
        _sweep = Create<SweepTasks>();
        Register();
    }

    /// <summary>What the task's client has used of its day's budget.</summary>
    public decimal BudgetUsed => ClientBudgets.CreditsOf(_tables.RowsOf(ClientBudgets.TableName).Single(row => row.RowKey == "total"));

    public FakeMeters Meters { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Samples.Now);

    public ProviderModel Provider { get; }

    public FakeWeb Web { get; } = new();

    public FakeTopic Topic { get; } = new();

    public IReadOnlyDictionary<string, MemoryVideos.StoredBlob> Blobs => _videos.Blobs;

    public StorageTrouble TableTrouble { get; }

    public StorageTrouble BlobTrouble { get; }

    public ActivityDeliveries Deliveries { get; } = new();

    public TaskRecords Records => Get<TaskRecords>();

    public TaskRecord Record { get; private set; }

    public EngineHarness Engine { get; }

    public VirtualTaskHub Hub => Engine.Hub;

    /// <summary>Callbacks the caller got.</summary>
    public int CallerTold => Web.Requests.Count(request => request.Method == HttpMethod.Post);

    public bool HasDied => Hub.IsDead;

    /// <summary>Records the task, starts its orchestration and runs what is due now.</summary>
    public async Task StartAsync(int? dieAtWrite = null, bool diesAfterwards = false)
    {
        await OpenAsync(dieAtWrite, diesAfterwards);
        await ScheduleAsync();
    }

    /// <summary>Records the task; nobody works on it yet.</summary>
    public async Task OpenAsync(int? dieAtWrite = null, bool diesAfterwards = false)
    {
        Record = Record with
        {
            Request = Record.Request with { CallbackUrl = CallbackUrl },
            CallbackUrl = CallbackUrl,
        };
        var price = new Estimate { PricingVersion = "v", From = Price, To = Price, AmountToReserve = Price };
        var reservation = await Create<ClientBudgets>(_tables).ReserveAsync(Record.Client, [(Record.Id, price)]);
        Record = Record with { BudgetDay = reservation.Day };
        await Records.AddAsync(Record, CancellationToken.None);
        await Engine.CrashAndRestartAsync(dieAtWrite, diesAfterwards);
    }

    /// <summary>Starts the task's orchestration and runs what is due now.</summary>
    public async Task ScheduleAsync()
    {
        var scheduled = Engine.ScheduleAsync(nameof(GenerateVideo), Inputs().For(Record), Record.Id.ToString());
        await await Task.WhenAny(scheduled, Hub.Died);
    }

    /// <summary>Runs the sweep once, and what it has started. A run that fails is followed by the next one, as in the app.</summary>
    public async Task SweepAsync()
    {
        var sweep = _sweep.RunAsync(new TimerInfo(), Engine.Client, CancellationToken.None);
        await Task.WhenAny(sweep, Hub.Died);
        await Engine.RunUntilIdleAsync();
    }

    /// <summary>As the sweep does for a task whose orchestration is missing.</summary>
    public async Task EnsureStartedAsync()
    {
        if (await Engine.Client.GetInstanceAsync(Record.Id.ToString()) is null)
        {
            await Engine.ScheduleAsync(nameof(GenerateVideo), Inputs().For(await ReadAsync()), Record.Id.ToString());
        }
    }

    public Task AdvanceAsync(TimeSpan time) => Engine.AdvanceAsync(time);

    /// <summary>A provider's webhook. As in the app, an event that cannot be raised is harmless.</summary>
    /// <returns>True when it was raised.</returns>
    public Task<bool> WebhookAsync(string providerTaskId) => SignalAsync(GenerationSignals.ProviderCallback, providerTaskId);

    public Task<bool> CancelAsync() => SignalAsync(GenerationSignals.Cancel, "cancelled by the caller");

    /// <summary>Raises an event from inside an activity, and lets the orchestration take it before the activity goes on.</summary>
    /// <returns>True when it was raised. Does not return when the process has died of it.</returns>
    public async Task<bool> SignalFromActivityAsync(string name, string payload)
    {
        var raised = await SignalAsync(name, payload);
        if (HasDied) await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        return raised;
    }

    /// <summary>True when no orchestration has anything left to do, ever.</summary>
    public bool IsAtRest => Hub.Instances.All(instance => instance.IsFinished);

    public Task CrashAsync() => Engine.CrashAndRestartAsync();

    public void Kill() => Hub.Kill();

    public async Task<TaskRecord> ReadAsync()
        => await _truth.FindAsync(Record.Client, Record.Id, CancellationToken.None)
            ?? throw new InvalidOperationException("The record is gone.");

    public void Dispose()
    {
        Meters.Dispose();
        Engine.Dispose();
        _services.Dispose();
    }

    /// <summary>Begins a batch and runs what is due now.</summary>
    public async Task<BatchRecord> StartBatchAsync(int count, int concurrency, DurableTaskClient? client = null)
    {
        var request = Record.Request with { CallbackUrl = CallbackUrl };
        var admitted = await Get<TaskAdmission>().AdmitAsync(
            client ?? Engine.Client,
            new Client(Record.Client),
            [.. Enumerable.Repeat(request, count)],
            key: null,
            new RequestOrigin(new Uri("https://videos.example.com")),
            concurrency,
            CancellationToken.None);
        await Engine.RunUntilIdleAsync();
        return admitted.Batch!;
    }

    public BatchRecords Batches => new(_tables);

    /// <summary>The recorded attempts at telling the caller, oldest first.</summary>
    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync()
        => [.. (await new Deliveries(_tables).FindAsync(Record.Client, Record.Id, 1000, CancellationToken.None)).Reverse()];

    /// <summary>Asks for the callback once more.</summary>
    /// <returns>What was done, or why not.</returns>
    public async Task<string?> ResendAsync()
    {
        var response = await FrontDoors.CallAsync(_services, Engine.Client, Http.Request($"POST /v1/tasks/{Record.Id}/deliveries"));
        await Engine.RunUntilIdleAsync();
        var json = Http.JsonOf(response);
        return (response.IsSuccessStatusCode ? json.GetProperty("action") : json.GetProperty("error").GetProperty("code")).GetString();
    }

    /// <summary>The rows of tasks and batches.</summary>
    public IEnumerable<TableEntity> Rows => _tables.RowsOf(TaskRecords.TableName);

    public async Task<bool> SignalAsync(string name, string payload)
    {
        var raised = Engine.RaiseAsync(Record.Id.ToString(), name, payload);
        if (await Task.WhenAny(raised, Hub.Died) != raised) return false;
        try
        {
            await raised;
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    private GenerationInputs Inputs() => Get<GenerationInputs>();

    private T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    private T Create<T>(params object[] parameters)
        where T : class
        => ActivatorUtilities.CreateInstance<T>(_services, parameters);
}
