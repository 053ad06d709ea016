using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

/// <summary>Keeps nothing, so that what is measured is the engine's own memory.</summary>
internal sealed class ForgetfulStore : IInstanceStore
{
    public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IAsyncEnumerable<(InstanceState State, IReadOnlyList<InboxMessage> Inbox)> LoadUnfinishedAsync(
        CancellationToken cancellationToken) => AsyncEnumerable.Empty<(InstanceState, IReadOnlyList<InboxMessage>)>();

    public Task<InstanceState?> GetAsync(string id, CancellationToken cancellationToken) => Task.FromResult<InstanceState?>(null);

    public Task<InstanceState?> CreateAsync(InstanceState state, CancellationToken cancellationToken) =>
        Task.FromResult<InstanceState?>(state);

    public Task AddMessageAsync(string id, InboxMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveMessagesAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> CommitAsync(TurnCommit turn, CancellationToken cancellationToken) => Task.FromResult("1");

    public Task<IReadOnlyList<HistoryEvent>> LoadHistoryAsync(InstanceState state, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HistoryEvent>>([]);

    public Task<HistoryEvent> LoadEventAsync(string id, int execution, int row, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing was kept.");

    public Task<InstancePage> QueryAsync(OrchestrationQuery query, string? parentId, CancellationToken cancellationToken) =>
        Task.FromResult(new InstancePage([], null));

    public Task PurgeAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;
}
