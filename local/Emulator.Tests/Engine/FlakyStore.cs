using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

/// <summary>Every other write fails: in turn before it takes place, and after.</summary>
internal sealed class FlakyStore(IInstanceStore store) : IInstanceStore
{
    private int _writes;

    public int Failures { get; private set; }

    public Task InitializeAsync(CancellationToken cancellationToken) => store.InitializeAsync(cancellationToken);

    public IAsyncEnumerable<(InstanceState State, IReadOnlyList<InboxMessage> Inbox)> LoadUnfinishedAsync(
        CancellationToken cancellationToken) => store.LoadUnfinishedAsync(cancellationToken);

    public Task<InstanceState?> GetAsync(string id, CancellationToken cancellationToken) => store.GetAsync(id, cancellationToken);

    public Task<InstanceState?> CreateAsync(InstanceState state, CancellationToken cancellationToken) =>
        store.CreateAsync(state, cancellationToken);

    public Task AddMessageAsync(string id, InboxMessage message, CancellationToken cancellationToken) =>
        WriteAsync(async () =>
        {
            await store.AddMessageAsync(id, message, cancellationToken);
            return "";
        });

    public Task RemoveMessagesAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        store.RemoveMessagesAsync(id, keys, cancellationToken);

    public Task<string> CommitAsync(TurnCommit turn, CancellationToken cancellationToken) =>
        WriteAsync(() => store.CommitAsync(turn, cancellationToken));

    public Task<IReadOnlyList<HistoryEvent>> LoadHistoryAsync(InstanceState state, CancellationToken cancellationToken) =>
        store.LoadHistoryAsync(state, cancellationToken);

    public Task<HistoryEvent> LoadEventAsync(string id, int execution, int row, CancellationToken cancellationToken) =>
        store.LoadEventAsync(id, execution, row, cancellationToken);

    public Task<InstancePage> QueryAsync(OrchestrationQuery query, string? parentId, CancellationToken cancellationToken) =>
        store.QueryAsync(query, parentId, cancellationToken);

    public Task PurgeAsync(string id, CancellationToken cancellationToken) => store.PurgeAsync(id, cancellationToken);

    private async Task<string> WriteAsync(Func<Task<string>> write)
    {
        var number = _writes++ % 4;
        var answer = number == 0 ? "" : await write();
        if (number is 0 or 2)
        {
            Failures++;
            throw new IOException("The answer did not come.");
        }

        return answer;
    }
}
