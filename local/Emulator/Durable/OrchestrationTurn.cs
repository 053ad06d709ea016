using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Durable;

/// <summary>
/// Runs an orchestrator from its start through its history and then through the new events. It ends when the code has returned and no
/// task is open any more: an uncancelled timer holds up completion, failure and ContinueAsNew alike, as in the real engine.
/// </summary>
internal sealed class OrchestrationTurn
{
    private readonly InstanceState _instance;
    private readonly IDurableFunctions _functions;
    private readonly DataConverter _converter;
    private readonly TurnScheduler _scheduler;
    private readonly OrchestrationContext _context;
    private Task<object?>? _orchestrator;
    private HistoryEvent? _terminated;
    private OrchestrationRuntimeStatus _status = OrchestrationRuntimeStatus.Running;

    public OrchestrationTurn(
        InstanceState instance,
        IDurableFunctions functions,
        DataConverter converter,
        ILoggerFactory loggers,
        Action<string> strayedLate)
    {
        _instance = instance;
        _functions = functions;
        _converter = converter;
        _scheduler = new(strayedLate);
        _context = new(instance, converter, loggers, _scheduler);
    }

    public TurnResult Run(IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        Exception? fatal = null;
        _scheduler.Run(() =>
        {
            try
            {
                Play(past, fresh);
            }
#pragma warning disable CA1031 // Whatever an event does to the orchestration is its end, not the engine's.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                fatal = exception;
            }
        });
        WatchForStrays();
        return Conclude(past.Count, fresh, fatal);
    }

    private void Play(IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        _context.Replaying(true);
        for (var row = 0; row < past.Count; row++)
        {
            Process(past[row], row);
        }

        _context.Replaying(false);
        foreach (var happened in fresh)
        {
            Process(happened, HistoryEvent.NoTask);
        }
    }

    private void Process(HistoryEvent happened, int row)
    {
        switch (happened.Type)
        {
            case HistoryEventType.OrchestratorStarted:
                _context.Begin(happened.Timestamp);
                break;
            case HistoryEventType.ExecutionStarted:
                _context.Input = happened.Payload;
                _orchestrator = _functions.HasOrchestrator(_instance.Name)
                    ? _functions.RunOrchestratorAsync(_instance.Name, _context)
                    : throw new FunctionNotFoundException($"The app has no orchestrator '{_instance.Name}'.");
                break;
            case HistoryEventType.TaskScheduled:
            case HistoryEventType.TimerCreated:
            case HistoryEventType.SubOrchestrationInstanceCreated:
            case HistoryEventType.EventSent:
                _context.Confirm(happened, row);
                break;
            case HistoryEventType.EventRaised:
                _context.Events.Raise(happened);
                break;
            case HistoryEventType.ExecutionSuspended:
                _status = OrchestrationRuntimeStatus.Suspended;
                break;
            case HistoryEventType.ExecutionResumed:
                _status = OrchestrationRuntimeStatus.Running;
                break;
            case HistoryEventType.ExecutionTerminated:
                _terminated = happened;
                break;
            case HistoryEventType.ExecutionFailed:
                throw new NonDeterministicOrchestrationException(happened.Payload!);
            case var _ when happened.IsTaskResult:
                _context.Finish(happened);
                break;
        }

        _scheduler.Drain();
    }

    private void WatchForStrays()
    {
        if (_orchestrator is { IsCompleted: false })
        {
            _ = _orchestrator.ContinueWith(
                _ => _scheduler.Stray(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private TurnResult Conclude(int firstRow, IReadOnlyList<HistoryEvent> fresh, Exception? fatal)
    {
        var hasReturned = _orchestrator is { IsCompleted: true } && !_context.HasOpenTasks;
        if (_scheduler.Strayed is { } strayed)
        {
            fatal = new NonDeterministicOrchestrationException(strayed);
        }
        else if (_orchestrator is { IsCompleted: false } && !_context.HasOpenTasks && !_context.Events.AreAwaited)
        {
            fatal ??= new NonDeterministicOrchestrationException(
                "The orchestrator waits for something that is not a durable task: no activity, timer, sub-orchestration or event is open.");
        }

        if (_terminated is not null)
        {
            return Finished(OrchestrationRuntimeStatus.Terminated, fresh, _terminated.Payload, null);
        }

        if (fatal is not null)
        {
            return Finished(OrchestrationRuntimeStatus.Failed, fresh, null, fatal);
        }

        var actions = _context.Pending.ToList();
        List<HistoryEvent> rows = [.. fresh, .. actions];
        if (!hasReturned)
        {
            var fromRow = firstRow + fresh.Count;
            var newRows = actions.Select((action, index) => (action.TaskId, Row: fromRow + index)).ToDictionary(a => a.TaskId, a => a.Row);
            return new()
            {
                Status = _status,
                Rows = rows,
                CustomStatus = _context.CustomStatus,
                Open = [.. _context.Open.Select(open => new OpenTask(
                    open.Action.Type,
                    open.Action.TaskId,
                    newRows.GetValueOrDefault(open.Action.TaskId, open.Row),
                    open.Action.FireAt,
                    open.Action.TargetId))],
            };
        }

        var failure = _orchestrator!.IsCompletedSuccessfully
            ? null
            : _orchestrator.Exception?.InnerException ?? new TaskCanceledException(_orchestrator);
        if (failure is null && _context.Next is { } next)
        {
            return new()
            {
                Status = OrchestrationRuntimeStatus.Running,
                Rows = rows,
                Open = [],
                CustomStatus = _context.CustomStatus,
                Next = (next.Input, next.PreserveEvents ? _context.Events.Buffered : []),
            };
        }

        return failure is null
            ? Finished(OrchestrationRuntimeStatus.Completed, rows, _converter.Serialize(_orchestrator.Result), null)
            : Finished(OrchestrationRuntimeStatus.Failed, rows, null, failure);
    }

    private TurnResult Finished(
        OrchestrationRuntimeStatus status, IReadOnlyList<HistoryEvent> rows, string? output, Exception? failure)
    {
        var details = failure is null ? null : TaskFailureDetails.FromException(failure);
        return new()
        {
            Status = status,
            Rows = [.. rows, new(HistoryEventType.ExecutionCompleted) { Name = status.ToString(), Payload = output, Failure = details }],
            Open = [],
            Output = output,
            Failure = details,
            CustomStatus = _context.CustomStatus,
        };
    }
}
