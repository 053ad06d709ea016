using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>What follows from a stored turn. After a crash it follows again from what was stored.</summary>
internal sealed partial class DurableEngine
{
    private async Task FinishAsync(Instance instance, InstanceState state)
    {
        Forget(instance);
        if (state.Status == OrchestrationRuntimeStatus.Failed)
        {
            Log.OrchestrationFailed(_log, state.Name, state.Id, state.Failure!);
        }

        await AnswerParentAsync(state);
    }

    private async Task AnswerParentAsync(InstanceState child)
    {
        if (child.Parent is not { } parent || Find(parent.InstanceId) is not { } waiting)
        {
            return;
        }

        var answer = child.Status == OrchestrationRuntimeStatus.Completed
            ? new HistoryEvent(HistoryEventType.SubOrchestrationInstanceCompleted) { Payload = child.Output }
            : new HistoryEvent(HistoryEventType.SubOrchestrationInstanceFailed)
            {
                Failure = child.Failure ?? new("Terminated", $"Orchestration '{child.Id}' was terminated: {child.Output}", null, null, null),
            };
        await SendAsync(waiting, InboxMessage.Result(parent.Execution, NextSequence(), answer with { TaskId = parent.TaskId }));
    }

    /// <summary>Sets going what an instance waits for: after a turn its new tasks, after a restart all of them.</summary>
    private async Task DispatchAsync(
        Instance instance, InstanceState state, IReadOnlyList<OpenTask> tasks, List<HistoryEvent> rows, int firstRow)
    {
        if (!state.IsStarted && state.StartAt is { } startAt)
        {
            _timers.Add(instance, state.Execution, HistoryEvent.NoTask, startAt);
        }

        foreach (var task in tasks)
        {
            var created = rows.Count > 0 ? rows[task.Row - firstRow] : null;
            switch (task.Type)
            {
                case HistoryEventType.TimerCreated:
                    _timers.Add(instance, state.Execution, task.TaskId, task.FireAt!.Value);
                    break;
                case HistoryEventType.SubOrchestrationInstanceCreated:
                    await StartChildAsync(instance, state, task, created);
                    break;
                case var _ when !instance.Inbox.Any(waiting => waiting.Event.TaskId == task.TaskId && waiting.Event.IsTaskResult):
                    Enqueue(new(instance, state.Execution, task, created, IsRepeated: false));
                    if (_options.RedeliverActivities)
                    {
                        Enqueue(new(instance, state.Execution, task, created, IsRepeated: true));
                    }

                    break;
            }
        }
    }

    private async Task StartChildAsync(Instance instance, InstanceState parent, OpenTask task, HistoryEvent? created)
    {
        if (created is null)
        {
            await UntilStoredAsync(async () =>
                created = await _store.LoadEventAsync(parent.Id, parent.Execution, task.Row, _stopping.Token));
        }

        var answers = new ParentTask(parent.Id, parent.Name, parent.Execution, task.TaskId);
        var child = new InstanceState(task.ChildId!, created!.Name!) { Input = created.Payload, Parent = answers };
        InstanceState? taken = null;
        await UntilStoredAsync(async () => taken = await TryCreateAsync(child, replaces: other => other.Parent != answers));
        if (taken is null)
        {
            return;
        }

        if (taken.Parent != answers)
        {
            var failure = new TaskFailureDetails(
                typeof(InvalidOperationException).FullName!, $"Orchestration instance '{child.Id}' runs already.", null, null, null);
            await SendAsync(instance, InboxMessage.Result(parent.Execution, NextSequence(), new(
                HistoryEventType.SubOrchestrationInstanceFailed)
            { TaskId = task.TaskId, Failure = failure }));
        }
        else if (taken.IsFinished)
        {
            await AnswerParentAsync(taken);
        }
    }
}
