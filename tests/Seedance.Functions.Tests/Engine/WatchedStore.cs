using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Functions.Tests.Engine;

/// <summary>The engine's store, with someone who looks on as it is written.</summary>
internal sealed class WatchedStore(IInstanceStore store) : IInstanceStore
{
    private TaskCompletionSource? _nextCommit;

    /// <summary>The most rows that any execution's history ever had.</summary>
    public int LongestHistory { get; private set; }

    /// <summary>Learns of each message before it is stored.</summary>
    public Action<string, InboxMessage> OnMessage { get; set; } = (_, _) => { };

    /// <summary>Learns of each turn when it is stored.</summary>
    public Action<TurnCommit> OnCommit { get; set; } = _ => { };

    /// <summary>Completes when the next turn is stored.</summary>
    public Task NextCommitAsync()
        => (_nextCommit ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public Task InitializeAsync(CancellationToken cancellationToken) => store.InitializeAsync(cancellationToken);

    public IAsyncEnumerable<(InstanceState State, IReadOnlyList<InboxMessage> Inbox)> LoadUnfinishedAsync(
        CancellationToken cancellationToken) => store.LoadUnfinishedAsync(cancellationToken);

    public Task<InstanceState?> GetAsync(string id, CancellationToken cancellationToken) => store.GetAsync(id, cancellationToken);

    public Task<InstanceState?> CreateAsync(InstanceState state, CancellationToken cancellationToken)
        => store.CreateAsync(state, cancellationToken);

    public Task AddMessageAsync(string id, InboxMessage message, CancellationToken cancellationToken)
    {
        OnMessage(id, message);
        return store.AddMessageAsync(id, message, cancellationToken);
    }

    public Task RemoveMessagesAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken)
        => store.RemoveMessagesAsync(id, keys, cancellationToken);

    public async Task<string> CommitAsync(TurnCommit turn, CancellationToken cancellationToken)
    {
        var version = await store.CommitAsync(turn, cancellationToken);
        LongestHistory = Math.Max(LongestHistory, Math.Max(turn.FirstRow + turn.Events.Count, turn.Replaced?.Count ?? 0));
        OnCommit(turn);
        Interlocked.Exchange(ref _nextCommit, null)?.TrySetResult();
        return version;
    }

    public Task<IReadOnlyList<HistoryEvent>> LoadHistoryAsync(InstanceState state, CancellationToken cancellationToken)
        => store.LoadHistoryAsync(state, cancellationToken);

    public Task<HistoryEvent> LoadEventAsync(string id, int execution, int row, CancellationToken cancellationToken)
        => store.LoadEventAsync(id, execution, row, cancellationToken);

    public Task<InstancePage> QueryAsync(OrchestrationQuery query, string? parentId, CancellationToken cancellationToken)
        => store.QueryAsync(query, parentId, cancellationToken);

    public Task PurgeAsync(string id, CancellationToken cancellationToken) => store.PurgeAsync(id, cancellationToken);
}
