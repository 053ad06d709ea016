namespace Seedance.Functions.Storage;

/// <summary>
/// The table <c>tasks</c>: partition key = client, row key = inverted creation time and a random part. A task that has not ended has a
/// second, small row, written in the same transaction, that marks it as open: what looks for open tasks reads only those rows.
/// </summary>
public sealed class TaskRecords(TableServiceClient tables)
{
    public const string TableName = "tasks";

    // Sorts behind the records. The range ends before the character that follows '-'.
    private const string OpenPrefix = "open-";
    private const string OpenEnd = "open.";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Adds a new record, in one operation.</summary>
    /// <exception cref="RequestFailedException">409: the task has a record.</exception>
    public Task AddAsync(TaskRecord record, CancellationToken cancellationToken)
        => _table.SubmitTransactionAsync(Additions(record), cancellationToken);

    /// <summary>Adds new records of one client, in one operation for each 20: that many are below the 4 MB of a transaction.</summary>
    public async Task AddAllAsync(IReadOnlyList<TaskRecord> records, CancellationToken cancellationToken)
    {
        foreach (var some in records.Chunk(20)) await _table.SubmitTransactionAsync(some.SelectMany(Additions), cancellationToken);
    }

    /// <summary>Adds a new record, in one operation.</summary>
    /// <returns>False when the task has a record: then nothing was changed.</returns>
    public async Task<bool> TryAddAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await AddAsync(record, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>Reads a client's task: one operation. Null when the client has no such task.</summary>
    public async Task<TaskRecord?> FindAsync(string client, TaskId id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(client, id.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? TaskRecordRow.FromRow(row.Value!) : null;
    }

    /// <summary>Reads a task that must be there.</summary>
    /// <exception cref="InvalidOperationException">There is no such record.</exception>
    public async Task<TaskRecord> ReadAsync(string client, TaskId id, CancellationToken cancellationToken)
        => await FindAsync(client, id, cancellationToken) ?? throw new InvalidOperationException($"Task {id} has no record.");

    /// <summary>A client's tasks that have not ended, oldest first, and at most so many.</summary>
    public async Task<IReadOnlyList<TaskId>> FindOpenAsync(string client, int max, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey gt {OpenPrefix} and RowKey lt {OpenEnd}");
        var open = new List<TaskId>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(max, 1000), ["RowKey"], cancellationToken))
        {
            if (!TaskId.TryParse("task-" + row.RowKey[OpenPrefix.Length..], out var id))
            {
                throw new InvalidDataException($"Row {row.RowKey} marks no task.");
            }
            open.Add(id);
            if (open.Count == max) break;
        }
        return open;
    }

    /// <summary>Whether another of a client's tasks, not older than a time, is the provider's task of that id.</summary>
    public async Task<bool> HasProviderTaskAsync(
        string client, string provider, string providerTaskId, DateTimeOffset since, TaskId except, CancellationToken cancellationToken)
    {
        var end = TaskId.RowKeyOf(since.ToUnixTimeSeconds());
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {client} and RowKey lt {end} and Provider eq {provider} and ProviderTaskId eq {providerTaskId}");
        return await _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken)
            .AnyAsync(row => row.RowKey != except.RowKey, cancellationToken);
    }

    /// <summary>
    /// Changes a record. When another writer was faster, the change is made again on what is there now; a change that returns null
    /// leaves the record alone.
    /// </summary>
    /// <returns>The record as it is afterwards.</returns>
    /// <exception cref="InvalidOperationException">There is no such record.</exception>
    public async Task<TaskRecord> ChangeAsync(
        string client, TaskId id, Func<TaskRecord, TaskRecord?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = await ReadAsync(client, id, cancellationToken);
            if (change(current) is not { } changed) return current;
            if (await TryUpdateAsync(changed, cancellationToken) is { } updated) return updated;
        }
    }

    /// <summary>Replaces a record that is still as it was read.</summary>
    /// <returns>The record with its new version, or null when it has changed since.</returns>
    public async Task<TaskRecord?> TryUpdateAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _table.UpdateEntityAsync(
                TaskRecordRow.ToRow(record), record.ETag, TableUpdateMode.Replace, cancellationToken);
            // A crash here leaves the mark; it is harmless, and the sweep removes it.
            if (record.IsTerminal) await CloseAsync(record.Client, record.Id, cancellationToken);
            return record with { ETag = response.Headers.ETag ?? throw new InvalidDataException("The table responded without an ETag.") };
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Removes a record whose orchestration was not started, so that the caller can try again without paying twice.</summary>
    /// <returns>False when its orchestration works on it after all: then it stays.</returns>
    public async Task<bool> RemoveAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var current = await FindAsync(record.Client, record.Id, cancellationToken);
        if (current is { Stage: not TaskStage.Queued } or { Submission: not SubmissionState.None }) return false;
        try
        {
            if (current is not null) await _table.DeleteEntityAsync(record.Client, record.Id.RowKey, current.ETag, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
        await CloseAsync(record.Client, record.Id, cancellationToken);
        return true;
    }

    public Task CloseAsync(string client, TaskId id, CancellationToken cancellationToken)
        => _table.DeleteEntityAsync(client, OpenPrefix + id.Chronological, ETag.All, cancellationToken);

    // What is refused is recorded as ended, and was never open.
    private static IEnumerable<TableTransactionAction> Additions(TaskRecord record)
    {
        yield return new(TableTransactionActionType.Add, TaskRecordRow.ToRow(record));
        if (record.IsTerminal) yield break;
        yield return new(TableTransactionActionType.Add, new TableEntity(record.Client, OpenPrefix + record.Id.Chronological));
    }
}
