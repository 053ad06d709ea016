using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Durable;

/// <summary>
/// What an orchestrator sees during one turn. Every call that history can confirm takes the next sequence number; an action stays
/// pending until a row of the same number, type and name confirms it, and what is pending at the end of the turn is new.
/// </summary>
internal sealed class OrchestrationContext(
    InstanceState instance, DataConverter converter, ILoggerFactory loggers, TurnScheduler scheduler) : TaskOrchestrationContext
{
    private readonly SortedDictionary<int, HistoryEvent> _pending = [];
    private readonly SortedDictionary<int, OpenWork> _open = [];
    private int _nextTask;
    private int _nextGuid;
    private bool _isReplaying;
    private DateTimeOffset _now;

    public override TaskName Name { get; } = instance.Name;

    public override string InstanceId => instance.Id;

    public override ParentOrchestrationInstance? Parent { get; } =
        instance.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => _now.UtcDateTime;

    public override bool IsReplaying => _isReplaying;

    public string? Input { get; set; }

    public string? CustomStatus { get; private set; }

    public (string? Input, bool PreserveEvents)? Next { get; private set; }

    public ExternalEvents Events { get; } = new(converter, scheduler);

    public IEnumerable<HistoryEvent> Pending => _pending.Values;

    public IEnumerable<(HistoryEvent Action, int Row)> Open => _open.Values.Select(work => (work.Action, work.Row));

    public bool HasOpenTasks => _open.Count > 0;

    protected override ILoggerFactory LoggerFactory => loggers;

    public void Begin(DateTimeOffset now) => _now = now;

    public void Replaying(bool isReplaying) => _isReplaying = isReplaying;

    public override T? GetInput<T>()
        where T : default => Read<T>(Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallAsync<TResult>(new(HistoryEventType.TaskScheduled) { Name = name }, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        return CallAsync<TResult>(
            new(HistoryEventType.SubOrchestrationInstanceCreated) { Name = orchestratorName, TargetId = id }, input, options);
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var work = Start(new(HistoryEventType.TimerCreated) { FireAt = fireAt.ToUniversalTime() });
        using var registration = cancellationToken.Register(() =>
        {
            if (scheduler.Belongs())
            {
                _open.Remove(work.Action.TaskId);
                work.Completion.TrySetCanceled(cancellationToken);
            }
        });
        await work.Completion.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        scheduler.Verify();
        return Events.WaitFor<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        scheduler.Verify();
        var id = _nextTask++;
        _pending.Add(id, new(HistoryEventType.EventSent)
        {
            TaskId = id,
            Name = eventName,
            TargetId = instanceId,
            Payload = converter.Serialize(payload),
        });
    }

    public override void SetCustomStatus(object? customStatus) => CustomStatus = converter.Serialize(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        scheduler.Verify();
        Next = (converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        scheduler.Verify();
        var name = string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{CurrentUtcDateTime:O}_{_nextGuid++}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash, bigEndian: true);
    }

    public void Confirm(HistoryEvent row, int number)
    {
        if (!_pending.Remove(row.TaskId, out var action))
        {
            throw new NonDeterministicOrchestrationException(
                $"History has {row.Type} '{row.Name}' as task {row.TaskId}, but the orchestrator's code did not come to such a task.");
        }

        if (action.Type != row.Type || !string.Equals(action.Name, row.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterministicOrchestrationException(
                $"History has {row.Type} '{row.Name}' as task {row.TaskId}, the orchestrator's code now has {action.Type} '{action.Name}'.");
        }

        // What history holds is what was dispatched, whatever the code computes today.
        if (_open.TryGetValue(row.TaskId, out var work))
        {
            work.Action = row;
            work.Row = number;
        }
    }

    public void Finish(HistoryEvent result)
    {
        if (!_open.Remove(result.TaskId, out var work))
        {
            return;
        }

        if (result.Failure is { } failure)
        {
            work.Completion.TrySetException(new TaskFailedException(work.Action.Name!, result.TaskId, failure));
        }
        else
        {
            work.Completion.TrySetResult(result.Payload);
        }
    }

    private Task<T> CallAsync<T>(HistoryEvent action, object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException("Task options were given as the input.", nameof(input));
        }

        var scheduled = action with { Payload = converter.Serialize(input) };
        return RetryLoop.RunAsync(this, options?.Retry, async () => Read<T>(await Start(scheduled).Completion.Task)!);
    }

    private T? Read<T>(string? data) => data is null ? default : converter.Deserialize<T>(data);

    private OpenWork Start(HistoryEvent action)
    {
        scheduler.Verify();
        var id = _nextTask++;
        var work = new OpenWork(action with { TaskId = id });
        _pending.Add(id, work.Action);
        _open.Add(id, work);
        return work;
    }

    private sealed class OpenWork(HistoryEvent action)
    {
        public HistoryEvent Action { get; set; } = action;

        public int Row { get; set; }

        public TaskCompletionSource<string?> Completion { get; } = new();
    }
}
