using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>
/// Keeps instances in Table Storage, an instance a partition. A turn is one entity group transaction; a turn that does not fit stores
/// its history rows first, which are not real until the status row counts them.
/// </summary>
internal sealed class TableInstanceStore(TableClient table, PayloadBlobs payloads) : IInstanceStore
{
    private const int MostOperations = 100;
    private const int MostCharacters = 1_000_000;

    private readonly InstanceRows _rows = new(payloads);

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await table.CreateIfNotExistsAsync(cancellationToken);
        await payloads.CreateContainerAsync(cancellationToken);
    }

    public async IAsyncEnumerable<(InstanceState State, IReadOnlyList<InboxMessage> Inbox)> LoadUnfinishedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Unfinished = "(RowKey eq 'i' and Status ne 'Completed' and Status ne 'Failed' and Status ne 'Terminated')";
        const string Inboxes = "(RowKey ge 'm-' and RowKey lt 'm.')";
        List<InstanceState> states = [];
        Dictionary<string, List<InboxMessage>> inboxes = [];
        await foreach (var row in table.QueryAsync<TableEntity>($"{Unfinished} or {Inboxes}", cancellationToken: cancellationToken))
        {
            if (row.RowKey == InstanceRows.Status)
            {
                states.Add(await _rows.ToStateAsync(row, hasPayloads: false, cancellationToken));
            }
            else
            {
                var inbox = inboxes.TryGetValue(row.PartitionKey, out var known) ? known : inboxes[row.PartitionKey] = [];
                inbox.Add(await _rows.ToMessageAsync(row, cancellationToken));
            }
        }

        foreach (var state in states)
        {
            yield return (state, inboxes.TryGetValue(state.Id, out var inbox) ? [.. inbox.OrderBy(message => message.Sequence)] : []);
        }
    }

    public async Task<InstanceState?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id, InstanceRows.Status, cancellationToken: cancellationToken);
        return row.HasValue ? await _rows.ToStateAsync(row.Value!, hasPayloads: true, cancellationToken) : null;
    }

    public async Task<InstanceState?> CreateAsync(InstanceState state, CancellationToken cancellationToken)
    {
        try
        {
            var row = await _rows.ToCreateAsync(state, cancellationToken);
            var response = await table.AddEntityAsync(row, cancellationToken);
            return state with { Version = response.Headers.ETag!.Value.ToString() };
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            return null;
        }
    }

    public async Task AddMessageAsync(string id, InboxMessage message, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(await _rows.ToRowAsync(id, message, cancellationToken), TableUpdateMode.Replace, cancellationToken);

    public async Task RemoveMessagesAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            await table.DeleteEntityAsync(id, InstanceRows.Messages + key, cancellationToken: cancellationToken);
        }
    }

    public async Task<string> CommitAsync(TurnCommit turn, CancellationToken cancellationToken)
    {
        var state = turn.State;
        List<TableTransactionAction> history = [];
        for (var index = 0; index < turn.Events.Count; index++)
        {
            var key = InstanceRows.HistoryKey(state.Execution, turn.FirstRow + index);
            var row = await _rows.ToRowAsync(state.Id, key, turn.Events[index], cancellationToken);
            history.Add(new(TableTransactionActionType.UpsertReplace, row));
        }

        var status = await _rows.ToUpdateAsync(state, hasInput: turn.Replaced is not null, cancellationToken);
        var removed = await ExistingAsync(state.Id, turn.Consumed, isRepeated: false, cancellationToken);
        if (history.Count + removed.Count >= MostOperations || Length(history) > MostCharacters)
        {
            await SubmitAsync(history, cancellationToken);
            history = [];
        }

        // The status row is the first operation, so its answer is the first answer.
        IReadOnlyList<Response> answers;
        var decisive = new TableTransactionAction(TableTransactionActionType.UpdateMerge, status, new ETag(state.Version));
        try
        {
            answers = (await table.SubmitTransactionAsync([decisive, .. history, .. removed], cancellationToken)).Value;
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && removed.Count > 0)
        {
            removed = await ExistingAsync(state.Id, turn.Consumed, isRepeated: true, cancellationToken);
            answers = (await table.SubmitTransactionAsync([decisive, .. history, .. removed], cancellationToken)).Value;
        }

        if (turn.Replaced is { } replaced)
        {
            await RemoveExecutionAsync(state.Id, state.Execution - 1, replaced, cancellationToken);
        }

        return answers[0].Headers.ETag!.Value.ToString();
    }

    public async Task<IReadOnlyList<HistoryEvent>> LoadHistoryAsync(InstanceState state, CancellationToken cancellationToken)
    {
        var first = InstanceRows.HistoryPrefix(state.Execution);
        var end = InstanceRows.HistoryKey(state.Execution, state.HistoryCount);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {state.Id} and RowKey ge {first} and RowKey lt {end}");
        List<(string Key, HistoryEvent Event)> events = [];
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            events.Add((row.RowKey, await _rows.ToEventAsync(row, cancellationToken)));
        }

        return events.Count == state.HistoryCount
            ? [.. events.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Event)]
            : throw new InvalidDataException($"Instance '{state.Id}' has {events.Count} of {state.HistoryCount} history rows.");
    }

    public async Task<HistoryEvent> LoadEventAsync(string id, int execution, int row, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityAsync<TableEntity>(
            id, InstanceRows.HistoryKey(execution, row), cancellationToken: cancellationToken);
        return await _rows.ToEventAsync(found.Value, cancellationToken);
    }

    public async Task<InstancePage> QueryAsync(OrchestrationQuery query, string? parentId, CancellationToken cancellationToken)
    {
        List<string> terms = [$"RowKey eq '{InstanceRows.Status}'"];
        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            var end = prefix[..^1] + (char)(prefix[^1] + 1);
            terms.Add(TableClient.CreateQueryFilter($"PartitionKey ge {prefix} and PartitionKey lt {end}"));
        }

        if (query.CreatedFrom is { } from)
        {
            terms.Add(TableClient.CreateQueryFilter($"CreatedAt ge {from}"));
        }

        if (query.CreatedTo is { } to)
        {
            terms.Add(TableClient.CreateQueryFilter($"CreatedAt le {to}"));
        }

        if (query.Statuses?.ToList() is { Count: > 0 } statuses)
        {
            terms.Add($"({string.Join(" or ", statuses.Select(status => $"Status eq '{status}'"))})");
        }

        if (parentId is not null)
        {
            terms.Add(TableClient.CreateQueryFilter($"ParentId eq {parentId}"));
        }

        var size = Math.Clamp(query.PageSize, 1, 1000);
        var found = table.QueryAsync<TableEntity>(string.Join(" and ", terms), size, cancellationToken: cancellationToken);
        await foreach (var page in found.AsPages(query.ContinuationToken, size).WithCancellation(cancellationToken))
        {
            List<InstanceState> states = [];
            foreach (var row in page.Values)
            {
                states.Add(await _rows.ToStateAsync(row, query.FetchInputsAndOutputs, cancellationToken));
            }

            return new(states, page.ContinuationToken is { Length: > 0 } more ? more : null);
        }

        return new([], null);
    }

    public async Task PurgeAsync(string id, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            rows.Add(row);
        }

        // The status row last: a purge that was cut off can be asked for again.
        await SubmitAsync(
            [.. rows.OrderBy(row => row.RowKey == InstanceRows.Status).Select(row => Delete(id, row.RowKey))], cancellationToken);
        await payloads.DeleteAsync(id, "", cancellationToken);
    }

    private static TableTransactionAction Delete(string id, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(id, rowKey), ETag.All);

    private static int Length(IEnumerable<TableTransactionAction> rows) =>
        rows.Sum(row => ((TableEntity)row.Entity).GetString("Payload")?.Length ?? 0);

    private async Task<List<TableTransactionAction>> ExistingAsync(
        string id, IReadOnlyList<string> keys, bool isRepeated, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> deletes = [];
        foreach (var key in keys.Select(key => InstanceRows.Messages + key))
        {
            // A second delivery may have been removed with the first; a transaction stands no missing row.
            if (!isRepeated || (await table.GetEntityIfExistsAsync<TableEntity>(id, key, ["RowKey"], cancellationToken)).HasValue)
            {
                deletes.Add(Delete(id, key));
            }
        }

        return deletes;
    }

    private async Task SubmitAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        for (var next = 0; next < actions.Count;)
        {
            var count = 1;
            while (next + count < actions.Count && count < MostOperations
                && Length(actions[next..(next + count + 1)]) <= MostCharacters)
            {
                count++;
            }

            await table.SubmitTransactionAsync(actions[next..(next + count)], cancellationToken);
            next += count;
        }
    }

    private async Task RemoveExecutionAsync(
        string id, int execution, IReadOnlyList<HistoryEvent> replaced, CancellationToken cancellationToken)
    {
        await SubmitAsync(
            [.. Enumerable.Range(0, replaced.Count).Select(row => Delete(id, InstanceRows.HistoryKey(execution, row)))], cancellationToken);
        if (replaced.Any(row => row.Payload is { Length: > PayloadBlobs.LongestProperty }))
        {
            await payloads.DeleteAsync(id, InstanceRows.HistoryPrefix(execution), cancellationToken);
        }
    }
}
