using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Emulator.Durable;
using Seedance.Emulator.Tests;
using Seedance.Emulator.Tests.Engine;
using Seedance.Functions.Api.EvoLink;
using Seedance.Functions.Budgets;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Notifications;
using Seedance.Functions.Settings;
using Seedance.Functions.Tasks;
using Seedance.Functions.Tests.Doubles;
using Seedance.Functions.Videos;
using Seedance.Functions.Webhooks;

namespace Seedance.Functions.Tests.Engine;

/// <summary>One task, its real orchestrations and activities on the replaying engine, and a world outside that tests direct.</summary>
internal sealed class GenerationWorld : IAsyncDisposable
{
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[2000]];

    private readonly FakeTableServiceClient _tables = new();
    private readonly SeedanceOptions _options;
    private readonly EngineHarness _engine;

    public GenerationWorld(Action<SeedanceOptions>? configure = null, bool redeliver = false)
    {
        _options = Samples.Options;
        configure?.Invoke(_options);
        Clock = new ManualTimeProvider();
        Provider = new ProviderModel(Clock);
        // One activity at a time: what happens is then the same in every run of a test.
        _engine = new EngineHarness(clock: Clock, options: new DurableEngineOptions
        {
            StorageConnectionString = "",
            MaxConcurrentActivities = 1,
            RedeliverActivities = redeliver,
        });
        Provider.Kill = () => _engine.Store.Kill();
        Records = new TaskRecords(_tables);
        Web.OnRequest = request => request.Method == HttpMethod.Post
            ? new HttpResponseMessage(HttpStatusCode.OK)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Video) };
        Record = Samples.Record with { Id = TaskId.New(Clock.GetUtcNow()), CreatedAt = Clock.GetUtcNow() };
        Register();
    }

    public ManualTimeProvider Clock { get; }

    public ProviderModel Provider { get; }

    public FakeWeb Web { get; } = new();

    public FakeBlobs Blobs { get; } = new();

    public TaskRecords Records { get; }

    public TaskRecord Record { get; private set; }

    public EngineHarness Engine => _engine;

    /// <summary>Callbacks the caller got.</summary>
    public int CallerTold => Web.Requests.Count(request => request.Method == HttpMethod.Post);

    public bool HasDied => _engine.Store.Died.IsCompleted;

    /// <summary>Records the task, starts its orchestration and runs what is due now.</summary>
    public async Task StartAsync(int? dieAtWrite = null, bool diesAfterwards = false)
    {
        Record = Record with { Request = Record.Request with { CallbackUrl = "https://caller.example.com/done" } };
        await Records.AddAsync(Record, CancellationToken.None);
        await _engine.StartAsync(dieAtWrite, diesAfterwards);
        var scheduled = _engine.ScheduleAsync(nameof(GenerateVideo), Inputs().For(Record), Record.Id.ToString());
        await Task.WhenAny(scheduled, _engine.Store.Died);
    }

    /// <summary>As the sweep does for a task whose orchestration is missing.</summary>
    public async Task EnsureStartedAsync()
    {
        if (await _engine.Client.GetInstanceAsync(Record.Id.ToString()) is null)
        {
            await _engine.ScheduleAsync(nameof(GenerateVideo), Inputs().For(await ReadAsync()), Record.Id.ToString());
        }
    }

    public Task AdvanceAsync(TimeSpan time) => _engine.AdvanceAsync(time);

    /// <summary>A provider's webhook. As in the app, an event that cannot be raised is harmless.</summary>
    public async Task WebhookAsync(string providerTaskId)
    {
        await RaiseAsync(GenerationSignals.ProviderCallback, providerTaskId);
    }

    public Task CancelAsync() => RaiseAsync(GenerationSignals.Cancel, "cancelled by the caller");

    public Task CrashAsync() => _engine.CrashAndRestartAsync();

    public async Task<TaskRecord> ReadAsync()
        => await Records.FindAsync(Record.Client, Record.Id, CancellationToken.None) ?? throw new InvalidOperationException("The record is gone.");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task RaiseAsync(string name, string payload)
    {
        try
        {
            await _engine.RaiseAsync(Record.Id.ToString(), name, payload);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Assert.False(string.IsNullOrEmpty(failure.Message));
        }
    }

    private GenerationInputs Inputs() => new(Provider, new ProviderWebhooks(Samples.As(_options)), Samples.As(_options));

    private void Register()
    {
        var settings = Samples.As(_options);
        var webhooks = new ProviderWebhooks(settings);
        var videos = new VideoStore(Blobs, settings, Clock);
        var submit = new SubmitTask(Records, Provider, webhooks, Clock, NullLogger<SubmitTask>.Instance);
        var poll = new PollTask(Records, Provider, Clock);
        var store = new StoreVideo(Records, Provider, videos, new VideoCopier(Web, videos, settings, Clock), Clock);
        var record = new RecordOutcome(Records, new ClientBudgets(_tables, settings, Clock), new CreditDrift(new FakeMeters()), Clock, NullLogger<RecordOutcome>.Instance);
        var late = new RecordLateVideo(Records, Clock);
        var deliver = new DeliverCallback(
            Records, new TaskAnswers(new VideoLinks(settings)), new ClientDirectory(settings), Web, Clock, NullLogger<DeliverCallback>.Instance);
        _engine
            .Orchestrator(nameof(GenerateVideo), GenerateVideo.RunAsync)
            .Orchestrator(nameof(NotifyCaller), NotifyCaller.RunAsync)
            .Activity<SubmitInput, SubmitResult>(nameof(SubmitTask), input => submit.RunAsync(input, CancellationToken.None))
            .Activity<PollInput, PollResult>(nameof(PollTask), input => poll.RunAsync(input, CancellationToken.None))
            .Activity<TaskReference, StoreResult>(nameof(StoreVideo), input => store.RunAsync(input, CancellationToken.None))
            .Activity<RecordInput, object?>(nameof(RecordOutcome), async input =>
            {
                await record.RunAsync(input, CancellationToken.None);
                return null;
            })
            .Activity<LateVideo, object?>(nameof(RecordLateVideo), async input =>
            {
                await late.RunAsync(input, CancellationToken.None);
                return null;
            })
            .Activity<TaskReference, DeliveryResult>(nameof(DeliverCallback), input => deliver.RunAsync(input, CancellationToken.None));
    }
}
