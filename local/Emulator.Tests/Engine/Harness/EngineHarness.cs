using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

/// <summary>The durable engine in the test's process, on a clock that only the test moves.</summary>
internal sealed class EngineHarness(
    IInstanceStore? store = null,
    ManualTimeProvider? clock = null,
    DurableEngineOptions? options = null,
    DataConverter? converter = null,
    ILoggerFactory? loggers = null) : IDurableFunctions, IAsyncDisposable
{
    private static readonly DurableEngineOptions DefaultOptions = new() { StorageConnectionString = "" };

    private readonly IInstanceStore _store = store ?? new MemoryInstanceStore();
    private readonly DataConverter _converter = converter ?? JsonDataConverter.Default;
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<string, string?, Task<object?>>> _activities = new(StringComparer.OrdinalIgnoreCase);
    private DurableEngine? _engine;
    private EngineClient? _client;

    public ManualTimeProvider Clock { get; } = clock ?? new();

    public DurableTaskClient Client => _client ?? throw new InvalidOperationException("The engine is not started.");

    /// <summary>The store as the running engine sees it.</summary>
    public MortalStore Store { get; private set; } = new(new MemoryInstanceStore());

    public EngineHarness Orchestrator(string name, Func<TaskOrchestrationContext, Task> run)
    {
        _orchestrators[name] = async context =>
        {
            await run(context);
            return null;
        };
        return this;
    }

    public EngineHarness Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> run)
    {
        _orchestrators[name] = async context => await run(context);
        return this;
    }

    public EngineHarness Activity<TInput, TOutput>(string name, Func<TInput, Task<TOutput>> run)
    {
        _activities[name] = async (_, input) => await run(_converter.Deserialize<TInput>(input)!);
        return this;
    }

    public EngineHarness Activity<TInput, TOutput>(string name, Func<TInput, TOutput> run) =>
        Activity<TInput, TOutput>(name, input => Task.FromResult(run(input)));

    public async Task<EngineHarness> StartAsync(int? dieAtWrite = null, bool diesAfterwards = false)
    {
        Store = new(_store) { LastWrite = dieAtWrite, DiesAfterwards = diesAfterwards };
        _engine = new(Store, new(() => this), Clock, options ?? DefaultOptions, _converter, loggers ?? NullLoggerFactory.Instance);
        _client = new EngineClient(_engine, "test");
        await _engine.StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>Ends the engine as kill -9 does, and starts another over what it stored.</summary>
    public async Task CrashAndRestartAsync()
    {
        Store.Kill();
        await _engine!.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Runs everything that is due now. Returns early when the store has died.</summary>
    public Task RunUntilIdleAsync() => Task.WhenAny(_engine!.WhenIdle(), Store.Died);

    /// <summary>Lets time pass, one due timer after the other.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        await RunUntilIdleAsync();
        while (Clock.NextDue is { } due && due <= end && !Store.Died.IsCompleted)
        {
            Clock.AdvanceTo(due);
            await RunUntilIdleAsync();
        }

        Clock.AdvanceTo(end);
        await RunUntilIdleAsync();
    }

    /// <summary>Starts an orchestration and runs everything that is due now.</summary>
    public async Task<string> ScheduleAsync(string name, object? input = null, string? instanceId = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(instanceId));
        await RunUntilIdleAsync();
        return id;
    }

    public async Task RaiseAsync(string instanceId, string eventName, object? payload = null)
    {
        await Client.RaiseEventAsync(instanceId, eventName, payload);
        await RunUntilIdleAsync();
    }

    public async Task<OrchestrationMetadata> GetAsync(string instanceId) =>
        await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true)
        ?? throw new InvalidOperationException($"There is no instance '{instanceId}'.");

    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string instanceId) =>
        await _store.LoadHistoryAsync((await _store.GetAsync(instanceId, CancellationToken.None))!, CancellationToken.None);

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => _orchestrators[name](context);

    public async Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken) =>
        _converter.Serialize(await _activities[name](instanceId, input));

    public async ValueTask DisposeAsync()
    {
        if (_engine is null)
        {
            return;
        }

        // What waits for an answer from a dead store waits for ever.
        if (!Store.Died.IsCompleted)
        {
            await _engine.StopAsync(CancellationToken.None);
        }

        await _engine.DisposeAsync();
    }
}
