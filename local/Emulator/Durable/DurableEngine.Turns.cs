using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

internal sealed partial class DurableEngine
{
    private async Task RunTurnsAsync()
    {
        await foreach (var instance in _ready.Reader.ReadAllAsync(_stopping.Token))
        {
            try
            {
                await TakeTurnAsync(instance);
            }
#pragma warning disable CA1031 // One instance's trouble is not the others'; its state is stored and the next start takes it up.
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.StoodStill(_log, instance.State.Id, exception);
                Forget(instance);
            }

            lock (_lock)
            {
                instance.IsQueued = false;
                if (_instances.GetValueOrDefault(instance.State.Id) == instance)
                {
                    Wake(instance);
                }
            }

            _work.End();
        }
    }

    private async Task TakeTurnAsync(Instance instance)
    {
        var before = instance.State;
        var now = _time.GetUtcNow();
        List<InboxMessage> taken;
        bool starts;
        lock (_lock)
        {
            starts = instance.MayStart(now);
            taken = instance.Take();
        }

        var happened = taken.Where(instance.Concerns).Select(message => message.Event with { Timestamp = now }).ToList();
        var consumed = taken.Where(message => message.IsDurable).Select(message => message.Key).ToList();
        IReadOnlyList<HistoryEvent> past = [];
        if (before.HistoryCount > 0)
        {
            past = _histories.Take(instance) ?? await LoadAsync(before);
        }

        if (!starts && happened.Count == 0)
        {
            _histories.Put(instance, past);
            if (consumed.Count > 0)
            {
                await UntilStoredAsync(() => _store.RemoveMessagesAsync(before.Id, consumed, _stopping.Token));
            }

            return;
        }

        List<HistoryEvent> fresh = [new(HistoryEventType.OrchestratorStarted) { Timestamp = now }];
        if (starts)
        {
            fresh.Add((instance.Start ?? await LoadStartAsync(before)) with { Timestamp = now });
        }

        fresh.AddRange(happened);
        var turn = new OrchestrationTurn(
            before, _functions.Value, _converter, _loggers, reason => OnStray(instance, before.Execution, reason));
        var result = turn.Run(past, fresh);
        List<HistoryEvent> rows =
        [
            .. result.Rows.Select(row => row with { Timestamp = now }),
            new(HistoryEventType.OrchestratorCompleted) { Timestamp = now },
        ];
        await SendBeforeCommitAsync(before, result, rows, taken);
        foreach (var timer in before.Open.Where(open => open.FireAt is not null && !result.Open.Any(left => left.TaskId == open.TaskId)))
        {
            _timers.Remove(instance, before.Execution, timer.TaskId, timer.FireAt!.Value);
        }

        if (result.Next is { } next)
        {
            await RollOverAsync(instance, before, result, next.Input, [.. next.Events], consumed, past);
            return;
        }

        var after = before with
        {
            Status = result.Status,
            Output = result.Output,
            Failure = result.Failure,
            CustomStatus = result.CustomStatus,
            UpdatedAt = now,
            HistoryCount = past.Count + rows.Count,
            IsStarted = before.IsStarted || starts,
            Open = result.Open,
        };
        await CommitAsync(instance, new(after, past.Count, rows, consumed, null));
        instance.Start = null;
        if (after.IsFinished)
        {
            _timers.Remove(instance, before.Execution, HistoryEvent.NoTask, before.StartAt ?? default);
            await FinishAsync(instance, after);
        }
        else
        {
            _histories.Put(instance, [.. past, .. rows]);
            await DispatchAsync(instance, after, [.. result.Open.Where(open => open.Row >= past.Count)], rows, past.Count);
        }
    }

    private async Task RollOverAsync(
        Instance instance,
        InstanceState before,
        TurnResult result,
        string? input,
        IReadOnlyList<HistoryEvent> carried,
        List<string> consumed,
        IReadOnlyList<HistoryEvent> past)
    {
        var next = before with
        {
            Status = OrchestrationRuntimeStatus.Running,
            Input = input,
            CustomStatus = result.CustomStatus,
            UpdatedAt = _time.GetUtcNow(),
            StartAt = null,
            Execution = before.Execution + 1,
            HistoryCount = carried.Count,
            IsStarted = false,
            Open = [],
        };

        // Carried events open the next history, so that they are stored with the step that ends this one.
        await CommitAsync(instance, new(next, 0, carried, consumed, past));
        instance.Start = new(HistoryEventType.ExecutionStarted) { Name = before.Name, Payload = input };
        _histories.Put(instance, carried);
    }

    private async Task<IReadOnlyList<HistoryEvent>> LoadAsync(InstanceState state)
    {
        IReadOnlyList<HistoryEvent> history = [];
        await UntilStoredAsync(async () => history = await _store.LoadHistoryAsync(state, _stopping.Token));
        return history;
    }

    private async Task<HistoryEvent> LoadStartAsync(InstanceState state)
    {
        string? input = null;
        await UntilStoredAsync(async () => input = (await _store.GetAsync(state.Id, _stopping.Token))?.Input);
        return new(HistoryEventType.ExecutionStarted) { Name = state.Name, Payload = input };
    }

    private void OnStray(Instance instance, int execution, string reason) =>
        Deliver(instance, InboxMessage.InMemory(execution, new(HistoryEventType.ExecutionFailed) { Payload = reason }));

    /// <summary>
    /// Events to others leave before the turn is stored, with keys that a repeated turn produces again, so none is lost;
    /// delivery is at least once, as everywhere in the real engine.
    /// </summary>
    private async Task SendBeforeCommitAsync(
        InstanceState state, TurnResult result, List<HistoryEvent> rows, List<InboxMessage> taken)
    {
        foreach (var sent in rows.Where(row => row.Type == HistoryEventType.EventSent))
        {
            var raised = new HistoryEvent(HistoryEventType.EventRaised) { Name = sent.Name, Payload = sent.Payload };
            var message = InboxMessage.Sent(state.Id, state.Execution, sent.TaskId, NextSequence(), raised);
            await (Find(sent.TargetId!) is { } receiver ? SendAsync(receiver, message) : Task.CompletedTask);
        }

        var isRecursive = result.Status == OrchestrationRuntimeStatus.Terminated && taken.Exists(message =>
            message.Event is { Type: HistoryEventType.ExecutionTerminated, Name: not null });
        if (isRecursive)
        {
            foreach (var child in state.Open.Where(open => open.ChildId is not null))
            {
                var terminated = taken.First(message => message.Event.Type == HistoryEventType.ExecutionTerminated).Event;
                await (Find(child.ChildId!) is { } running
                    ? SendAsync(running, InboxMessage.Signal(NextSequence(), terminated))
                    : Task.CompletedTask);
            }
        }
    }

    private Instance? Find(string id)
    {
        lock (_lock)
        {
            return _instances.GetValueOrDefault(id);
        }
    }

    /// <summary>
    /// Stores a turn. When the answer of a write is lost, the status row tells whether the write took place.
    /// </summary>
    private async Task CommitAsync(Instance instance, TurnCommit turn)
    {
        var wanted = turn.State;
        var version = "";
        var isUnclear = false;
        await UntilStoredAsync(async () =>
        {
            if (isUnclear && await _store.GetAsync(wanted.Id, _stopping.Token) is { } stored && stored.Version != wanted.Version)
            {
                version = stored.Execution == wanted.Execution && stored.HistoryCount == wanted.HistoryCount
                    ? stored.Version
                    : throw new OperationCanceledException($"Another process works on instance '{wanted.Id}'.");
                return;
            }

            isUnclear = true;
            version = await _store.CommitAsync(turn, _stopping.Token);
        });
        lock (_lock)
        {
            instance.State = wanted.WithoutPayloads() with { Version = version };
            Notify(instance, wanted.IsFinished);
        }
    }
}
