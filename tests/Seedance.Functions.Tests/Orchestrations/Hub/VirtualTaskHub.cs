using Google.Protobuf.WellKnownTypes;
using Asked = Microsoft.DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;
using P = Microsoft.DurableTask.Protobuf;

namespace Seedance.Functions.Tests.Orchestrations.Hub;

/// <summary>
/// A task hub in memory and in virtual time around Microsoft's replay. It does one thing at a time, so that a test runs the same every
/// time, and stores a turn as Azure Storage does: its messages first, one write each, then its history. The process may die at any
/// write; what is stored outlives it.
/// </summary>
internal sealed class VirtualTaskHub(TimeProvider clock, OrchestratorReplay replay)
{
    private readonly Dictionary<string, Func<string?, Task<string?>>> _activityCode = [];
    private readonly Dictionary<string, HubInstance> _instances = [];
    private readonly LinkedList<HubActivity> _activities = new();
    private readonly PriorityQueue<HubMessage, (DateTimeOffset Due, int Number)> _later = new();
    private readonly Queue<HubInstance> _ready = new();
    private TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _timers;
    private int _executions;
    private bool _runsActivities;

    public IEnumerable<InstanceState> Instances => _instances.Values.Select(instance => instance.State);
    public Action<HubTurn> OnTurn { get; set; } = _ => { };

    /// <summary>The number of the write at which the process dies, from 1.</summary>
    public int? LastWrite { get; set; }

    /// <summary>True: that write still takes place, but nobody learns of it.</summary>
    public bool DiesAfterwards { get; set; }
    public int Writes { get; private set; }
    public int LongestHistory { get; private set; }
    public DateTimeOffset? NextDue => _later.TryPeek(out _, out var first) ? first.Due : null;
    public Task Died => _died.Task;
    public bool IsDead => _died.Task.IsCompleted;

    public void Activity(string name, Func<string?, Task<string?>> run) => _activityCode.Add(name, run);

    public InstanceState? Find(string id) => _instances.GetValueOrDefault(id)?.State;

    public void Kill() => _died.TrySetResult();

    public void Restart(int? lastWrite, bool diesAfterwards)
    {
        Kill();
        _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (_runsActivities, Writes, LastWrite, DiesAfterwards) = (false, 0, lastWrite, diesAfterwards);
        _ready.Clear();
        foreach (var instance in _instances.Values.Where(instance => instance.Inbox.Count > 0)) _ready.Enqueue(instance);
    }

    /// <summary>Creates an instance in the place of one that has finished.</summary>
    /// <returns>False when one of that id has not finished.</returns>
    /// <exception cref="ProcessDiedException">The process dies of the write, or is dead.</exception>
    public bool TryCreate(string id, string name, string? input)
    {
        if (Find(id) is { IsFinished: false }) return false;
        Write(() => Create(new(id, name, NextExecution(), input, clock.GetUtcNow())));
        return true;
    }

    /// <summary>Raises an event for whichever execution takes it.</summary>
    /// <exception cref="ProcessDiedException">The process dies of the write, or is dead.</exception>
    public void Raise(string id, string name, string? payload) => Write(() => Deliver(new(id, null, HistoryRows.Raised(name, payload))));

    /// <summary>Runs all that is due. Called from inside an activity, it runs orchestrators only: activities are done one by one.</summary>
    public async Task RunUntilIdleAsync()
    {
        RunTurns();
        if (_runsActivities) return;
        _runsActivities = true;
        var died = _died.Task;
        while (!died.IsCompleted && _activities.First is { } next)
        {
            await RunAsync(next, died);
            // An activity that outlives its process says nothing to the next one.
            if (died.IsCompleted) return;
            RunTurns();
        }
        if (!died.IsCompleted) _runsActivities = false;
    }

    private void RunTurns()
    {
        try
        {
            while (!IsDead)
            {
                while (NextDue <= clock.GetUtcNow()) Deliver(_later.Dequeue());
                if (!_ready.TryDequeue(out var instance)) return;
                if (instance.Inbox.Count > 0 && _instances[instance.State.Id] == instance) TakeTurn(instance);
            }
        }
        catch (ProcessDiedException)
        {
            // The messages that it took are there for the next process.
        }
    }

    private void TakeTurn(HubInstance instance)
    {
        var taken = instance.Inbox.ToList();
        var told = taken.Where(instance.Takes).Select(message => message.Event).ToList();
        if (told.Count > 0)
        {
            var (after, asked) = Run(instance.State, told);
            foreach (var (execution, action) in asked) Write(() => Perform(execution, action));
            Write(() => Commit(after));
        }
        else
        {
            Write(() => Commit(instance.State));
        }

        void Commit(InstanceState state)
        {
            instance.State = state;
            instance.Inbox.RemoveAll(taken.Contains);
            if (instance.Inbox.Count > 0) _ready.Enqueue(instance);
        }
    }

    /// <summary>As Microsoft's dispatcher does, an execution that continues as new is followed by the next one in the same turn.</summary>
    private (InstanceState After, List<(InstanceState Execution, P.OrchestratorAction Action)> Asked) Run(
        InstanceState state, IReadOnlyList<P.HistoryEvent> told)
    {
        var at = clock.GetUtcNow();
        var now = Timestamp.FromDateTimeOffset(at);
        List<(InstanceState, P.OrchestratorAction)> asked = [];
        while (true)
        {
            var request = new P.OrchestratorRequest { InstanceId = state.Id, ExecutionId = state.ExecutionId };
            request.PastEvents.Add(state.History);
            request.NewEvents.Add(told.Prepend(HistoryRows.TurnStarted).Select(row => row.At(now)));
            var response = replay.Run(state.Name, request);
            OnTurn(new(state, request, response));
            asked.AddRange(response.Actions.Select(action => (state, action)));
            var end = response.Actions.Select(action => action.CompleteOrchestration).SingleOrDefault(end => end is not null);
            state = state with
            {
                UpdatedAt = at,
                CustomStatus = response.CustomStatus ?? state.CustomStatus,
                Status = end?.OrchestrationStatus ?? P.OrchestrationStatus.Running,
                History =
                [
                    .. state.History,
                    .. request.NewEvents,
                    .. response.Actions.Select(action => HistoryRows.Of(action, now)),
                    HistoryRows.TurnCompleted.At(now),
                ],
            };
            LongestHistory = Math.Max(LongestHistory, state.History.Count);
            if (end is not { OrchestrationStatus: P.OrchestrationStatus.ContinuedAsNew }) return (state, asked);

            state = state with { ExecutionId = NextExecution(), Input = end.Result, History = [] };
            told = [HistoryRows.ExecutionStarted(state), .. end.CarryoverEvents];
        }
    }

    private void Perform(InstanceState execution, P.OrchestratorAction action)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case Asked.ScheduleTask:
                var task = action.ScheduleTask;
                _activities.AddLast(new HubActivity(execution.Id, execution.ExecutionId, action.Id, task.Name, task.Input));
                break;
            case Asked.CreateTimer:
                var due = action.CreateTimer.FireAt;
                var fired = new HubMessage(execution.Id, execution.ExecutionId, HistoryRows.Fired(action.Id, due));
                _later.Enqueue(fired, (due.ToDateTimeOffset(), ++_timers));
                break;
            case Asked.CreateSubOrchestration:
                Adopt(action.CreateSubOrchestration, new()
                {
                    TaskScheduledId = action.Id,
                    Name = execution.Name,
                    OrchestrationInstance = new() { InstanceId = execution.Id, ExecutionId = execution.ExecutionId },
                });
                break;
            case Asked.SendEvent:
                var sent = action.SendEvent;
                Deliver(new(sent.Instance.InstanceId, null, HistoryRows.Raised(sent.Name, sent.Data)));
                break;
            case Asked.CompleteOrchestration:
                var end = action.CompleteOrchestration;
                if (execution.Parent is not { } parent || end.OrchestrationStatus == P.OrchestrationStatus.ContinuedAsNew) break;
                var waiting = parent.OrchestrationInstance;
                Deliver(new(waiting.InstanceId, waiting.ExecutionId, HistoryRows.ChildEnded(parent.TaskScheduledId, end)));
                break;
        }
    }

    // A turn that is repeated after a crash asks for the same child again. A child under the id of another instance that runs is never
    // started, and its parent waits for ever, as in Azure Storage.
    private void Adopt(P.CreateSubOrchestrationAction child, P.ParentInstanceInfo parent)
    {
        if (Find(child.InstanceId) is { } known && (!known.IsFinished || parent.Equals(known.Parent))) return;
        Create(new(child.InstanceId, child.Name, NextExecution(), child.Input, clock.GetUtcNow()) { Parent = parent });
    }

    private void Create(InstanceState state)
    {
        _instances[state.Id] = new(state);
        Deliver(new(state.Id, state.ExecutionId, HistoryRows.ExecutionStarted(state)));
    }

    private void Deliver(HubMessage message)
    {
        if (!_instances.TryGetValue(message.InstanceId, out var instance)) return;
        instance.Inbox.Add(message);
        _ready.Enqueue(instance);
    }

    private async Task RunAsync(LinkedListNode<HubActivity> next, Task died)
    {
        var activity = next.Value;
        var running = InvokeAsync(activity);
        if (await Task.WhenAny(running, died) == died) return;
        var result = await running;
        try
        {
            Write(() => Deliver(new(activity.InstanceId, activity.ExecutionId, result)));
            Write(() => _activities.Remove(next));
        }
        catch (ProcessDiedException)
        {
            // The next process runs it again.
        }
    }

    private async Task<P.HistoryEvent> InvokeAsync(HubActivity activity)
    {
        try
        {
            // The worker's input is the only item of an array.
            var input = activity.Input is ['[', .. var item, ']'] ? item : activity.Input;
            return HistoryRows.Completed(activity.TaskId, await _activityCode[activity.Name](input));
        }
#pragma warning disable CA1031 // Whatever an activity throws is its result.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return HistoryRows.Failed(activity.TaskId, failure);
        }
    }

    private void Write(Action effect)
    {
        if (IsDead) throw new ProcessDiedException();
        if (++Writes < (LastWrite ?? int.MaxValue))
        {
            effect();
            return;
        }
        if (DiesAfterwards) effect();
        Kill();
        throw new ProcessDiedException();
    }

    private string NextExecution() => (++_executions).ToString("x32", CultureInfo.InvariantCulture);
}

internal sealed class ProcessDiedException() : Exception("The process has died.");
