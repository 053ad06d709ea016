using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

/// <summary>The store as one process sees it. When the process dies no call returns any more, before or after its effect.</summary>
internal sealed class MortalStore(IInstanceStore store) : IInstanceStore
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private int _writes;

    /// <summary>The number of the write at which the process dies, from 1.</summary>
    public int? LastWrite { get; set; }

    /// <summary>True: that write still takes place, but nobody learns of it.</summary>
    public bool DiesAfterwards { get; set; }

    public int Calls => _calls;

    public int Writes => _writes;

    public Task Died => _died.Task;

    public void Kill() => _died.TrySetResult();

    public Task InitializeAsync(CancellationToken cancellationToken) => store.InitializeAsync(cancellationToken);

    public async IAsyncEnumerable<(InstanceState State, IReadOnlyList<InboxMessage> Inbox)> LoadUnfinishedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var instance in store.LoadUnfinishedAsync(cancellationToken))
        {
            yield return instance;
        }
    }

    public Task<InstanceState?> GetAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(() => store.GetAsync(id, cancellationToken));

    public Task<InstanceState?> CreateAsync(InstanceState state, CancellationToken cancellationToken) =>
        WriteAsync(() => store.CreateAsync(state, cancellationToken));

    public Task AddMessageAsync(string id, InboxMessage message, CancellationToken cancellationToken) =>
        WriteAsync(() => Done(store.AddMessageAsync(id, message, cancellationToken)));

    public Task RemoveMessagesAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        WriteAsync(() => Done(store.RemoveMessagesAsync(id, keys, cancellationToken)));

    public Task<string> CommitAsync(TurnCommit turn, CancellationToken cancellationToken) =>
        WriteAsync(() => store.CommitAsync(turn, cancellationToken));

    public Task<IReadOnlyList<HistoryEvent>> LoadHistoryAsync(InstanceState state, CancellationToken cancellationToken) =>
        ReadAsync(() => store.LoadHistoryAsync(state, cancellationToken));

    public Task<HistoryEvent> LoadEventAsync(string id, int execution, int row, CancellationToken cancellationToken) =>
        ReadAsync(() => store.LoadEventAsync(id, execution, row, cancellationToken));

    public Task<InstancePage> QueryAsync(OrchestrationQuery query, string? parentId, CancellationToken cancellationToken) =>
        ReadAsync(() => store.QueryAsync(query, parentId, cancellationToken));

    public Task PurgeAsync(string id, CancellationToken cancellationToken) =>
        WriteAsync(() => Done(store.PurgeAsync(id, cancellationToken)));

    private static async Task<bool> Done(Task write)
    {
        await write;
        return true;
    }

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        Interlocked.Increment(ref _calls);
        return _died.Task.IsCompleted ? Never<T>() : read();
    }

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        Interlocked.Increment(ref _calls);
        if (_died.Task.IsCompleted)
        {
            return await Never<T>();
        }

        if (Interlocked.Increment(ref _writes) != LastWrite)
        {
            return await write();
        }

        if (DiesAfterwards)
        {
            await write();
        }

        Kill();
        return await Never<T>();
    }
}
