using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

/// <summary>A store without a disk, for orchestrations in virtual time.</summary>
internal sealed class MemoryInstanceStore : IInstanceStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _version;

    public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<(InstanceState State, IReadOnlyList<InboxMessage> Inbox)> LoadUnfinishedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        List<(InstanceState, IReadOnlyList<InboxMessage>)> unfinished;
        lock (_lock)
        {
            unfinished = [.. _entries.Values.Where(entry => !entry.State.IsFinished).Select(entry =>
                (entry.State.WithoutPayloads(), (IReadOnlyList<InboxMessage>)[.. entry.Inbox.Values.OrderBy(m => m.Sequence)]))];
        }

        foreach (var instance in unfinished)
        {
            yield return instance;
        }
    }

    public Task<InstanceState?> GetAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_entries.GetValueOrDefault(id)?.State);
        }
    }

    public Task<InstanceState?> CreateAsync(InstanceState state, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var entry = new Entry(state with { Version = NextVersion() });
            return Task.FromResult(_entries.TryAdd(state.Id, entry) ? entry.State : null);
        }
    }

    public Task AddMessageAsync(string id, InboxMessage message, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var entry))
            {
                entry.Inbox[message.Key] = message;
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveMessagesAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                _entries.GetValueOrDefault(id)?.Inbox.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    public Task<string> CommitAsync(TurnCommit turn, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var entry = _entries[turn.State.Id];
            if (entry.State.Version != turn.State.Version)
            {
                throw new InvalidOperationException($"The status row of '{turn.State.Id}' changed under the turn.");
            }

            entry.History = turn.Replaced is null
                ? [.. entry.History.Take(turn.FirstRow), .. turn.Events]
                : [.. turn.Events];
            entry.State = turn.State with
            {
                Input = turn.Replaced is null ? entry.State.Input : turn.State.Input,
                Version = NextVersion(),
            };
            foreach (var key in turn.Consumed)
            {
                entry.Inbox.Remove(key);
            }

            return Task.FromResult(entry.State.Version);
        }
    }

    public Task<IReadOnlyList<HistoryEvent>> LoadHistoryAsync(InstanceState state, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<HistoryEvent>>([.. _entries[state.Id].History]);
        }
    }

    public Task<HistoryEvent> LoadEventAsync(string id, int execution, int row, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_entries[id].History[row]);
        }
    }

    public Task<InstancePage> QueryAsync(OrchestrationQuery query, string? parentId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var found = _entries.Values.Select(entry => entry.State).Where(state =>
                    string.CompareOrdinal(state.Id, query.ContinuationToken) > 0
                    && state.Id.StartsWith(query.InstanceIdPrefix ?? "", StringComparison.Ordinal)
                    && (parentId is null || state.Parent?.InstanceId == parentId)
                    && (query.Statuses?.Contains(state.Status) ?? true)
                    && !(state.CreatedAt < query.CreatedFrom) && !(state.CreatedAt > query.CreatedTo))
                .Take(query.PageSize + 1).ToList();
            var isLast = found.Count <= query.PageSize;
            var page = isLast ? found : found[..query.PageSize];
            return Task.FromResult(new InstancePage(page, isLast ? null : page[^1].Id));
        }
    }

    public Task PurgeAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _entries.Remove(id);
        }

        return Task.CompletedTask;
    }

    private string NextVersion() => (++_version).ToString(CultureInfo.InvariantCulture);

    private sealed class Entry(InstanceState state)
    {
        public InstanceState State { get; set; } = state;

        public List<HistoryEvent> History { get; set; } = [];

        public Dictionary<string, InboxMessage> Inbox { get; } = [];
    }
}
