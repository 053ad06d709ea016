using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>
/// Batches lie in the table <c>tasks</c>, in their client's partition, under their ids: apart from the tasks, beside which they
/// sort.
/// </summary>
public sealed class BatchRecords(TableServiceClient tables)
{
    private const string TasksColumn = "Tasks";
    private const string ConcurrencyColumn = "Concurrency";
    private const string CreatedColumn = "CreatedAt";

    private readonly TableClient _table = tables.GetTableClient(TaskRecords.TableName);

    /// <summary>Adds a batch, whose tasks are recorded already.</summary>
    /// <returns>False when there is a batch of that id: then nothing was changed.</returns>
    public async Task<bool> TryAddAsync(BatchRecord batch, CancellationToken cancellationToken)
    {
        var row = new TableEntity(batch.Client, batch.Id.ToString())
        {
            [CreatedColumn] = batch.CreatedAt,
            [ConcurrencyColumn] = batch.Concurrency,
            [TasksColumn] = string.Join(',', batch.Tasks),
        };
        try
        {
            await _table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.Add, row)], cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>Reads a client's batch: one table operation. Null when the client has no such batch.</summary>
    public async Task<BatchRecord?> FindAsync(string client, BatchId id, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(client, id.ToString(), cancellationToken: cancellationToken);
        if (!found.HasValue) return null;
        var row = found.Value!;
        return new BatchRecord(
            id, client, row.GetDateTimeOffset(CreatedColumn)!.Value, row.GetInt32(ConcurrencyColumn)!.Value, [.. TasksOf(row)]);
    }

    /// <summary>
    /// Reads the batch's tasks, in its order, without prompts and histories: one range read, since they were all recorded under
    /// one second.
    /// </summary>
    public async Task<IReadOnlyList<TaskRecord>> ReadTasksAsync(BatchRecord batch, CancellationToken cancellationToken)
    {
        var second = batch.CreatedAt.ToUnixTimeSeconds();
        var (from, end) = (TaskId.RowKeyOf(second), TaskId.RowKeyOf(second - 1));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {batch.Client} and RowKey ge {from} and RowKey lt {end}");
        var rows = _table.QueryAsync<TableEntity>(filter, select: TaskRecordRow.ListedColumns, cancellationToken: cancellationToken);
        // By their ids: requests with one idempotency key may have recorded tasks of the same batch that are being removed.
        var wanted = batch.Tasks.ToHashSet();
        var found = new Dictionary<TaskId, TaskRecord>();
        await foreach (var row in rows)
        {
            var record = TaskRecordRow.FromListedRow(row);
            if (wanted.Contains(record.Id)) found.Add(record.Id, record);
            if (found.Count == batch.Tasks.Count) break;
        }
        return [.. batch.Tasks.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>Removes a batch that is the given one.</summary>
    /// <returns>False when there is another of its id: then it stays.</returns>
    public async Task<bool> RemoveAsync(BatchRecord batch, CancellationToken cancellationToken)
    {
        if (await FindAsync(batch.Client, batch.Id, cancellationToken) is not { } current) return true;
        if (!current.Tasks.SequenceEqual(batch.Tasks)) return false;
        await _table.DeleteEntityAsync(batch.Client, batch.Id.ToString(), ETag.All, cancellationToken);
        return true;
    }

    private static IEnumerable<TaskId> TasksOf(TableEntity row) => row.GetString(TasksColumn)!.Split(',').Select(
        text => TaskId.TryParse(text, out var id) ? id : throw new InvalidDataException($"Row {row.RowKey} names no task '{text}'."));
}
