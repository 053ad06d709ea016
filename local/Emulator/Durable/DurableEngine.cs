using System.Threading.Channels;
using Azure;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Durable;

/// <summary>
/// The task hub of this process. Instances sleep as entries in a dictionary; a message or a due timer puts one into the ready queue,
/// a worker gives it a turn, and what the turn asked for is dispatched once it is stored.
/// </summary>
internal sealed partial class DurableEngine : IHostedService, IAsyncDisposable
{
    private readonly IInstanceStore _store;
    private readonly Lazy<IDurableFunctions> _functions;
    private readonly TimeProvider _time;
    private readonly DurableEngineOptions _options;
    private readonly DataConverter _converter;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly Channel<Instance> _ready = Channel.CreateUnbounded<Instance>();
    private readonly Channel<ActivityDelivery> _activities = Channel.CreateUnbounded<ActivityDelivery>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _replacing = new(1);
    private readonly WorkCount _work = new();
    private readonly HistoryCache _histories;
    private readonly TimerQueue _timers;
    private long _sequence;
    private Task _workers = Task.CompletedTask;

    public DurableEngine(
        IInstanceStore store,
        Lazy<IDurableFunctions> functions,
        TimeProvider time,
        DurableEngineOptions options,
        DataConverter converter,
        ILoggerFactory loggers)
    {
        _store = store;
        _functions = functions;
        _time = time;
        _options = options;
        _converter = converter;
        _loggers = loggers;
        _log = loggers.CreateLogger("Seedance.Emulator.Durable");
        _histories = new(options.MaxCachedEvents);
        _timers = new(time, OnTimer);
    }

    public DataConverter Converter => _converter;

    public IInstanceStore Store => _store;

    /// <summary>Completes when nothing is queued or running: until then no result of earlier work is still to come.</summary>
    public Task WhenIdle() => _work.WhenIdle();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _store.InitializeAsync(cancellationToken);
        var recovered = await RecoverAsync(cancellationToken);
        Log.Started(_log, _options.HubName, recovered);
        _workers = Task.WhenAll(
        [
            .. Enumerable.Range(0, _options.MaxConcurrentOrchestrators).Select(_ => Task.Run(RunTurnsAsync, CancellationToken.None)),
            .. Enumerable.Range(0, _options.MaxConcurrentActivities).Select(_ => Task.Run(RunActivitiesAsync, CancellationToken.None)),
        ]);
        _recovered.TrySetResult();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _workers.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
        }

        _timers.Dispose();
    }

    private async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        List<Instance> found = [];
        await foreach (var (state, inbox) in _store.LoadUnfinishedAsync(cancellationToken))
        {
            var instance = new Instance(state);
            foreach (var message in inbox)
            {
                instance.Add(message);
                _sequence = Math.Max(_sequence, message.Sequence);
            }

            found.Add(instance);
            _instances.Add(state.Id, instance);
        }

        foreach (var instance in found)
        {
            await DispatchAsync(instance, instance.State, instance.State.Open, [], 0);
            Wake(instance);
        }

        return found.Count;
    }

    /// <summary>The id may belong to the next instance by now.</summary>
    private void Forget(Instance instance)
    {
        lock (_lock)
        {
            if (_instances.GetValueOrDefault(instance.State.Id) == instance)
            {
                _instances.Remove(instance.State.Id);
            }
        }
    }

    private long NextSequence()
    {
        lock (_lock)
        {
            return _sequence = Math.Max(_sequence + 1, _time.GetUtcNow().Ticks);
        }
    }

    /// <summary>Puts an instance that has something to do into the ready queue, unless it is there.</summary>
    private void Wake(Instance instance)
    {
        lock (_lock)
        {
            if (!instance.IsQueued && instance.HasWork(_time.GetUtcNow()))
            {
                instance.IsQueued = true;
                _work.Begin();
                _ready.Writer.TryWrite(instance);
            }
        }
    }

    private void Deliver(Instance instance, InboxMessage message)
    {
        lock (_lock)
        {
            // An instance that has finished, or was replaced under the same id, gets nothing any more.
            if (_instances.GetValueOrDefault(instance.State.Id) == instance && instance.Add(message))
            {
                Wake(instance);
            }
        }
    }

    private void OnTimer(Instance instance, int execution, int taskId)
    {
        if (taskId == HistoryEvent.NoTask)
        {
            Wake(instance);
        }
        else
        {
            Deliver(instance, InboxMessage.InMemory(execution, new(HistoryEventType.TimerFired) { TaskId = taskId }));
        }
    }

    /// <summary>
    /// Repeats a write until the store takes it: what has happened must not be forgotten because storage hiccups. What the store
    /// refuses as wrong will never be taken.
    /// </summary>
    private async Task UntilStoredAsync(Func<Task> write)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or RequestFailedException { Status: 400 or 413 })
                && !_stopping.IsCancellationRequested)
            {
                Log.StoreFailed(_log, exception);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, _stopping.Token);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Task hub {Hub} started, {Recovered} unfinished instances recovered.")]
        public static partial void Started(ILogger logger, string hub, int recovered);

        [LoggerMessage(Level = LogLevel.Error, Message = "Orchestration {Name} {InstanceId} failed: {Failure}")]
        public static partial void OrchestrationFailed(ILogger logger, string name, string instanceId, TaskFailureDetails failure);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The task hub's storage failed; trying again in a second.")]
        public static partial void StoreFailed(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Critical, Message = "Instance {InstanceId} stands still until the next start.")]
        public static partial void StoodStill(ILogger logger, string instanceId, Exception exception);
    }
}
