using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>An unfinished instance in memory: what is needed to wake it, nothing of its history.</summary>
internal sealed class Instance(InstanceState state)
{
    private List<InboxMessage>? _inbox;

    public InstanceState State { get; set; } = state;

    /// <summary>True while it is in the ready queue or in a turn: turns of one instance never overlap.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The input of an execution that has not run yet, when it is known.</summary>
    public HistoryEvent? Start { get; set; }

    public List<Watcher>? Watchers { get; set; }

    public IReadOnlyList<InboxMessage> Inbox => _inbox ?? (IReadOnlyList<InboxMessage>)[];

    public bool Add(InboxMessage message)
    {
        if (message.IsDurable && Inbox.Any(waiting => waiting.Key == message.Key))
        {
            return false;
        }

        (_inbox ??= []).Add(message);
        return true;
    }

    public bool HasWork(DateTimeOffset now) => MayStart(now) || Inbox.Any(MayTake);

    public bool MayStart(DateTimeOffset now) => !State.IsStarted && !(State.StartAt > now)
        && State.Status is (OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running);

    /// <summary>Takes the next messages, up to a number that one transaction can remove from the stored inbox.</summary>
    public List<InboxMessage> Take()
    {
        const int MostOfOneTurn = 90;
        List<InboxMessage> taken = [];
        foreach (var message in Inbox)
        {
            if (taken.Count < MostOfOneTurn && MayTake(message))
            {
                taken.Add(message);
                if (message.Event.Type is HistoryEventType.ExecutionSuspended or HistoryEventType.ExecutionResumed)
                {
                    break;
                }
            }
        }

        _inbox?.RemoveAll(taken.Contains);
        if (_inbox is { Count: 0 })
        {
            _inbox = null;
        }

        return taken;
    }

    /// <summary>False for what came too late: a second delivery, a cancelled timer, an execution that has been replaced.</summary>
    public bool Concerns(InboxMessage message) => message.Execution is 0
        || (message.Execution == State.Execution
            && (!message.Event.IsTaskResult || State.Open.Any(open => open.TaskId == message.Event.TaskId)));

    private bool MayTake(InboxMessage message) => message.Event.Type switch
    {
        HistoryEventType.ExecutionTerminated or HistoryEventType.ExecutionFailed => true,
        _ when !State.IsStarted && State.StartAt is not null => false,
        HistoryEventType.ExecutionResumed or HistoryEventType.ExecutionSuspended => true,
        _ => State.Status != OrchestrationRuntimeStatus.Suspended,
    };

    internal sealed record Watcher(bool UntilFinished, TaskCompletionSource Completion);
}
