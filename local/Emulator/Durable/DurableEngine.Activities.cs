using Microsoft.DurableTask;

namespace Seedance.Emulator.Durable;

internal sealed partial class DurableEngine
{
    private async Task RunActivitiesAsync()
    {
        await foreach (var delivery in _activities.Reader.ReadAllAsync(_stopping.Token))
        {
            try
            {
                await RunActivityAsync(delivery);
            }
#pragma warning disable CA1031 // One instance's trouble is not the others'; the next start delivers the activity again.
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.StoodStill(_log, delivery.Instance.State.Id, exception);
            }

            _work.End();
        }
    }

    private void Enqueue(ActivityDelivery delivery)
    {
        _work.Begin();
        _activities.Writer.TryWrite(delivery);
    }

    private async Task RunActivityAsync(ActivityDelivery delivery)
    {
        var (instance, execution, task, scheduled, isRepeated) = delivery;
        if (scheduled is null)
        {
            await UntilStoredAsync(async () => scheduled = Find(instance.State.Id) == instance
                ? await _store.LoadEventAsync(instance.State.Id, execution, task.Row, _stopping.Token)
                : null);
        }

        if (scheduled is null)
        {
            return;
        }

        var result = await InvokeAsync(instance.State.Id, scheduled);
        if (!isRepeated)
        {
            await SendAsync(instance, InboxMessage.Result(execution, NextSequence(), result));
        }
    }

    private async Task<HistoryEvent> InvokeAsync(string instanceId, HistoryEvent scheduled)
    {
        var name = scheduled.Name!;
        try
        {
            var output = _functions.Value.HasActivity(name)
                ? await _functions.Value.RunActivityAsync(name, instanceId, scheduled.Payload, _stopping.Token)
                : throw new FunctionNotFoundException($"The app has no activity '{name}'.");
            return new(HistoryEventType.TaskCompleted) { TaskId = scheduled.TaskId, Payload = output };
        }
#pragma warning disable CA1031 // Whatever an activity throws is its result.
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(HistoryEventType.TaskFailed) { TaskId = scheduled.TaskId, Failure = TaskFailureDetails.FromException(exception) };
        }
    }

    private async Task SendAsync(Instance instance, InboxMessage message)
    {
        lock (_lock)
        {
            if (_instances.GetValueOrDefault(instance.State.Id) != instance || !instance.Concerns(message))
            {
                return;
            }
        }

        await UntilStoredAsync(() => _store.AddMessageAsync(instance.State.Id, message, _stopping.Token));
        Deliver(instance, message);
    }
}
