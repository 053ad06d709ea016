using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>Keeps instances: status, history, inbox. What a completed call stored survives the process.</summary>
internal interface IInstanceStore
{
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Every unfinished instance with its inbox in order, without payloads of the status row.</summary>
    IAsyncEnumerable<(InstanceState State, IReadOnlyList<InboxMessage> Inbox)> LoadUnfinishedAsync(CancellationToken cancellationToken);

    Task<InstanceState?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>The stored state, or null when the id is taken.</summary>
    Task<InstanceState?> CreateAsync(InstanceState state, CancellationToken cancellationToken);

    Task AddMessageAsync(string id, InboxMessage message, CancellationToken cancellationToken);

    Task RemoveMessagesAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <returns>The row's new version.</returns>
    Task<string> CommitAsync(TurnCommit turn, CancellationToken cancellationToken);

    Task<IReadOnlyList<HistoryEvent>> LoadHistoryAsync(InstanceState state, CancellationToken cancellationToken);

    Task<HistoryEvent> LoadEventAsync(string id, int execution, int row, CancellationToken cancellationToken);

    Task<InstancePage> QueryAsync(OrchestrationQuery query, string? parentId, CancellationToken cancellationToken);

    /// <summary>Removes all of an instance.</summary>
    Task PurgeAsync(string id, CancellationToken cancellationToken);
}
