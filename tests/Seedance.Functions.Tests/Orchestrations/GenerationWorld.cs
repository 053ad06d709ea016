using Azure.Data.Tables;
using Grpc.Core;
using Seedance.Functions.Tests.Orchestrations.Hub;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>One task, its real orchestrations and activities on Microsoft's replay, and a world outside that tests direct.</summary>
internal sealed class GenerationWorld : IDisposable
{
    private const decimal Price = 67.5m;
    private const string CallbackUrl = "https://caller.example.com/done";

    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[2000]];

    private readonly MemoryTables _tables = new();
    private readonly MemoryVideos _videos;
    private readonly ServiceProvider _services;

    public GenerationWorld(Action<SeedanceOptions>? configure = null, TaskId? id = null)
    {
        var options = Samples.Options;
        options.Clients[Samples.Client].DailyCredits = 100;
        configure?.Invoke(options);
        Engine = new EngineHarness(Clock);
        Provider = new ProviderModel(Clock, Hub.Kill) { OnCalled = () => Deliveries.OvertakeAsync(DeliveryFate.OvertakenAtProvider) };
        TableTrouble = new StorageTrouble(Clock, Hub) { BeforeWrite = () => Deliveries.OvertakeAsync(DeliveryFate.OvertakenAtRecord) };
        BlobTrouble = new StorageTrouble(Clock, Hub) { BeforeWrite = () => Deliveries.OvertakeAsync(DeliveryFate.OvertakenAtVideo) };
        _videos = new MemoryVideos(BlobTrouble);
        Web.OnRequest = request => request.Method == HttpMethod.Post ? OnCallback(request) : OnDownload(request);
        Record = Samples.Record with
        {
            Id = id ?? TaskId.New(Clock.GetUtcNow()),
            CreatedAt = Clock.GetUtcNow(),
            Request = Samples.Request with { CallbackUrl = CallbackUrl },
            CallbackUrl = CallbackUrl,
        };
        _services = new Wiring(options, Clock, _tables.Behind(TableTrouble), _videos, Web, Provider).Build(Topic.Client, Meters.Metrics);
        Register();
    }

    public FakeMeters Meters { get; } = new();
    public FakeTimeProvider Clock { get; } = new(Samples.Now);
    public EngineHarness Engine { get; }
    public VirtualTaskHub Hub => Engine.Hub;
    public ProviderModel Provider { get; }
    public FakeWeb Web { get; } = new();
    public FakeTopic Topic { get; } = new();
    public Func<HttpRequestMessage, HttpResponseMessage> OnCallback { get; set; } = _ => new(HttpStatusCode.OK);
    public Func<HttpRequestMessage, HttpResponseMessage> OnDownload { get; set; }
        = _ => new(HttpStatusCode.OK) { Content = new ByteArrayContent(Video) };

    public StorageTrouble TableTrouble { get; }
    public StorageTrouble BlobTrouble { get; }
    public ActivityDeliveries Deliveries { get; } = new();
    public TaskRecords Records => Get<TaskRecords>();
    public BatchRecords Batches => new(_tables);
    public TaskRecord Record { get; private set; }
    public IReadOnlyDictionary<string, MemoryVideos.StoredBlob> Blobs => _videos.Blobs;
    public IEnumerable<TableEntity> Rows => _tables.RowsOf(TaskRecords.TableName);
    public decimal BudgetUsed => ClientBudgets.CreditsOf(_tables.RowsOf(ClientBudgets.TableName).Single(row => row.RowKey == "total"));
    public int CallerTold => Web.Requests.Count(request => request.Method == HttpMethod.Post);
    public IEnumerable<string> Events => Topic.Sent.Select(sent => sent.GetProperty("type").GetString()!);
    public bool HasDied => Hub.IsDead;
    public bool IsAtRest => Hub.Instances.All(instance => instance.IsFinished);

    public async Task StartAsync(int? dieAtWrite = null, bool diesAfterwards = false)
    {
        await OpenAsync(dieAtWrite, diesAfterwards);
        await ScheduleAsync();
    }

    public async Task OpenAsync(int? dieAtWrite = null, bool diesAfterwards = false)
    {
        var price = new Estimate { PricingVersion = "v", From = Price, To = Price, AmountToReserve = Price };
        var reservation = await Create<ClientBudgets>(_tables).ReserveAsync(Record.Client, [(Record.Id, price)]);
        Record = Record with { BudgetDay = reservation.Day };
        await Records.AddAsync(Record, CancellationToken.None);
        await Engine.CrashAndRestartAsync(dieAtWrite, diesAfterwards);
    }

    public async Task ScheduleAsync()
    {
        var input = Get<GenerationInputs>().For(await ReadAsync());
        await await Task.WhenAny(Engine.ScheduleAsync(nameof(GenerateVideo), input, Record.Id.ToString()), Hub.Died);
    }

    /// <summary>Runs the sweep once, and what it has started. A run that fails is followed by the next one, as in the app.</summary>
    public async Task SweepAsync()
    {
        var sweep = Create<SweepTasks>().RunAsync(new TimerInfo(), Engine.Client, CancellationToken.None);
        await Task.WhenAny(sweep, Hub.Died);
        await Engine.RunUntilIdleAsync();
    }

    public Task AdvanceAsync(TimeSpan time) => Engine.AdvanceAsync(time);

    public Task CrashAsync() => Engine.CrashAndRestartAsync();

    public async Task<TaskRecord> ReadAsync()
        => await new TaskRecords(_tables).FindAsync(Record.Client, Record.Id, CancellationToken.None)
            ?? throw new InvalidOperationException("The record is gone.");

    public Task<bool> WebhookAsync(string providerTaskId) => SignalAsync(GenerationSignals.ProviderCallback, providerTaskId);

    public Task<bool> CancelAsync() => SignalAsync(GenerationSignals.Cancel, "cancelled by the caller");

    /// <summary>Raises an event. As in the app, one that cannot be raised is harmless.</summary>
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

    public async Task<string?> ResendAsync()
    {
        var (status, json) = await PostAsync("deliveries");
        return (status == HttpStatusCode.Accepted ? json.GetProperty("action") : json.GetProperty("error").GetProperty("code")).GetString();
    }

    /// <summary>Asks for something about the task, and runs what that starts.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(string what, string body = "")
    {
        var request = Http.Request($"POST /v1/tasks/{Record.Id}/{what}", body);
        using var response = await FrontDoors.CallAsync(_services, Engine.Client, request);
        await Engine.RunUntilIdleAsync();
        return (response.StatusCode, response.Json());
    }

    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync()
        => [.. (await new Deliveries(_tables).FindAsync(Record.Client, Record.Id, 1000, CancellationToken.None)).Reverse()];

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public void Dispose()
    {
        Meters.Dispose();
        Engine.Dispose();
        _services.Dispose();
    }

    private void Register()
    {
        Engine
            .Orchestrator(nameof(GenerateBatch), GenerateBatch.RunAsync)
            .Orchestrator(nameof(GenerateVideo), GenerateVideo.RunAsync)
            .Orchestrator(nameof(NotifyCaller), NotifyCaller.RunAsync)
            .Orchestrator(nameof(RecoverVideo), RecoverVideo.RunAsync);
        Activity<SubmitInput, SubmitResult>(nameof(SubmitTask), Create<SubmitTask>().RunAsync);
        Activity<PollInput, PollResult>(nameof(PollTask), Create<PollTask>().RunAsync);
        Activity<TaskReference, StoreResult>(nameof(StoreVideo), Create<StoreVideo>().RunAsync);
        Activity<DeliveryAttempt, DeliveryResult>(nameof(DeliverCallback), Create<DeliverCallback>().RunAsync);
        Activity<TaskReference>(nameof(PublishOutcome), Create<PublishOutcome>().RunAsync);
        // Budgets remember what they have written; a process that has died remembers nothing.
        Activity<RecordInput>(
            nameof(RecordOutcome), (input, end) => Create<RecordOutcome>(Create<ClientBudgets>()).RunAsync(input, end));
    }

    private void Activity<TInput>(string name, Func<TInput, CancellationToken, Task> run)
        => Activity<TInput, object?>(name, async (input, end) =>
        {
            await run(input, end);
            return null;
        });

    private void Activity<TInput, TOutput>(string name, Func<TInput, CancellationToken, Task<TOutput>> run)
        => Engine.Activity<TInput, TOutput>(name, input => Deliveries.RunAsync(() => run(input, CancellationToken.None)));

    private T Create<T>(params object[] parameters)
        where T : class
        => ActivatorUtilities.CreateInstance<T>(_services, parameters);
}
