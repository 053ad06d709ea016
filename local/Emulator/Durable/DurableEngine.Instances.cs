namespace Seedance.Emulator.Durable;

/// <summary>What the client asks for.</summary>
internal sealed partial class DurableEngine
{
    public async Task ScheduleAsync(InstanceState state, CancellationToken cancellationToken)
    {
        await _recovered.Task.WaitAsync(cancellationToken);
        if (await TryCreateAsync(state, replaces: _ => true) is { } taken)
        {
            throw new InvalidOperationException($"An orchestration instance '{state.Id}' exists and is {taken.Status}.");
        }
    }

    public async Task SignalAsync(string id, HistoryEvent signal, CancellationToken cancellationToken)
    {
        await _recovered.Task.WaitAsync(cancellationToken);
        if (Find(id) is not { } instance)
        {
            throw await _store.GetAsync(id, cancellationToken) is { } finished
                ? new InvalidOperationException($"Orchestration instance '{id}' is {finished.Status}.")
                : new InvalidOperationException($"There is no orchestration instance '{id}'.");
        }

        var message = InboxMessage.Signal(NextSequence(), signal);
        await _store.AddMessageAsync(id, message, cancellationToken);
        Deliver(instance, message);
    }

    /// <summary>Waits until an instance has started, or has finished.</summary>
    public async Task<InstanceState> WaitAsync(string id, bool untilFinished, CancellationToken cancellationToken)
    {
        await _recovered.Task.WaitAsync(cancellationToken);
        Task reached;
        lock (_lock)
        {
            reached = _instances.GetValueOrDefault(id) is { } instance
                && !instance.State.IsFinished && (untilFinished || !instance.State.IsStarted)
                ? Watch(instance, untilFinished)
                : Task.CompletedTask;
        }

        await reached.WaitAsync(cancellationToken);
        return await _store.GetAsync(id, cancellationToken)
            ?? throw new InvalidOperationException($"There is no orchestration instance '{id}'.");
    }

    public async Task<int> PurgeAsync(string id, bool recursive, CancellationToken cancellationToken)
    {
        if (await _store.GetAsync(id, cancellationToken) is not { IsFinished: true })
        {
            return 0;
        }

        var count = 1;
        if (recursive)
        {
            string? more = null;
            do
            {
                var children = await _store.QueryAsync(new(ContinuationToken: more), id, cancellationToken);
                foreach (var child in children.States)
                {
                    count += await PurgeAsync(child.Id, recursive, cancellationToken);
                }

                more = children.ContinuationToken;
            }
            while (more is not null);
        }

        await _store.PurgeAsync(id, cancellationToken);
        return count;
    }

    private static Task Watch(Instance instance, bool untilFinished)
    {
        var watcher = new Instance.Watcher(untilFinished, new(TaskCreationOptions.RunContinuationsAsynchronously));
        (instance.Watchers ??= []).Add(watcher);
        return watcher.Completion.Task;
    }

    private static void Notify(Instance instance, bool isFinished)
    {
        if (instance.Watchers is not { } watchers || !(isFinished || instance.State.IsStarted))
        {
            return;
        }

        foreach (var watcher in watchers.Where(watcher => isFinished || !watcher.UntilFinished))
        {
            watcher.Completion.TrySetResult();
        }

        watchers.RemoveAll(watcher => watcher.Completion.Task.IsCompleted);
        instance.Watchers = watchers.Count == 0 ? null : watchers;
    }

    /// <summary>Stores a new instance and wakes it, or returns the one that holds the id. A finished one may be replaced.</summary>
    private async Task<InstanceState?> TryCreateAsync(InstanceState wanted, Func<InstanceState, bool> replaces)
    {
        var now = _time.GetUtcNow();
        var state = wanted with { CreatedAt = now, UpdatedAt = now, CreationId = Guid.NewGuid().ToString("N") };
        if (await _store.CreateAsync(state, _stopping.Token) is not { } created)
        {
            await _replacing.WaitAsync(_stopping.Token);
            try
            {
                var other = await _store.GetAsync(state.Id, _stopping.Token);
                if (other is { IsFinished: true } && replaces(other))
                {
                    await _store.PurgeAsync(state.Id, _stopping.Token);
                    other = await _store.CreateAsync(state, _stopping.Token) ?? await _store.GetAsync(state.Id, _stopping.Token);
                }

                // The same creation: a write whose answer was lost and that was sent again.
                if (other?.CreationId != state.CreationId)
                {
                    // Looked at in memory first and in the store second: what has just finished is not taken for an orphan.
                    if (Find(state.Id) is null && await _store.GetAsync(state.Id, _stopping.Token) is { } orphan)
                    {
                        await AdoptAsync(orphan);
                    }

                    return other ?? throw new IOException($"Orchestration instance '{state.Id}' was purged while it was created.");
                }

                created = other;
            }
            finally
            {
                _replacing.Release();
            }
        }

        await AdoptAsync(created);
        return null;
    }

    /// <summary>
    /// Takes a stored instance into memory unless it is there. A process that was killed may have had the creation under way, and the
    /// row came after this process had looked.
    /// </summary>
    private async Task AdoptAsync(InstanceState stored)
    {
        var instance = new Instance(stored.WithoutPayloads());
        lock (_lock)
        {
            if (stored.IsFinished || _instances.GetValueOrDefault(stored.Id) is { State.IsFinished: false })
            {
                return;
            }

            _instances[stored.Id] = instance;
        }

        if (!stored.IsStarted)
        {
            instance.Start = new(HistoryEventType.ExecutionStarted) { Name = stored.Name, Payload = stored.Input };
        }

        await DispatchAsync(instance, instance.State, stored.Open, [], 0);
        Wake(instance);
    }
}
