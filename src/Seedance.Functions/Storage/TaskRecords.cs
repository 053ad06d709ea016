using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>
/// The table <c>tasks</c>: partition key = client, row key = inverted creation time and a random part. Beside the record of a task
/// that has not ended lies a small row that marks it as open; both are written together, so that whoever looks for what is stuck
/// reads the open ones only, however large the table grows.
/// </summary>
public sealed class TaskRecords(TableServiceClient tables)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "tasks";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Adds a new record and its mark, in one operation. An id is never used twice, so an existing record is an error.</summary>
    public Task AddAsync(TaskRecord record, CancellationToken cancellationToken)
        => _table.SubmitTransactionAsync(Additions(record), cancellationToken);

    /// <summary>
    /// Adds new records of one client and their marks, in one operation for each 20: with their media and prompts that many stay
    /// below the 4 MB of a transaction.
    /// </summary>
    public async Task AddAllAsync(IReadOnlyList<TaskRecord> records, CancellationToken cancellationToken)
    {
        foreach (var some in records.Chunk(20)) await _table.SubmitTransactionAsync(some.SelectMany(Additions), cancellationToken);
    }

    /// <summary>Adds a new record and its mark, in one operation.</summary>
    /// <returns>False when the task has a record already: then nothing was changed.</returns>
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

    // What has ended before it began was never open.
    private static TableTransactionAction[] Additions(TaskRecord record) =>
    [
        new(TableTransactionActionType.Add, TaskRecordRow.ToRow(record)),
        .. record.IsTerminal ? [] : new[] { new TableTransactionAction(TableTransactionActionType.Add, OpenTaskRow.For(record)) },
    ];

    /// <summary>Reads a client's task: one table operation. Null when the client has no such task.</summary>
    public async Task<TaskRecord?> FindAsync(string client, TaskId id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(client, id.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? TaskRecordRow.FromRow(row.Value!) : null;
    }

    /// <summary>Reads a task that must be there.</summary>
    /// <exception cref="InvalidOperationException">There is no such record.</exception>
    public async Task<TaskRecord> ReadAsync(string client, TaskId id, CancellationToken cancellationToken)
        => await FindAsync(client, id, cancellationToken) ?? throw new InvalidOperationException($"Task {id} has no record.");

    /// <summary>A client's tasks that have not ended, oldest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="after">Only those after this id in that order; null for all.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<TaskId>> FindOpenAsync(
        string client, TaskId? after, int most, CancellationToken cancellationToken)
    {
        var open = new List<TaskId>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            OpenTaskRow.FilterFor(client, after), most, cancellationToken: cancellationToken))
        {
            open.Add(OpenTaskRow.TaskIdOf(row));
            if (open.Count == most) break;
        }
        return open;
    }

    /// <summary>
    /// Changes a record that is still as it was read. When someone else was faster the change is made again on what is there
    /// now; a change that returns null leaves the record alone.
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
            // The mark outlives a crash just here; it is harmless, and the next look at the open tasks removes it.
            if (record.IsTerminal) await CloseAsync(record.Client, record.Id, cancellationToken);
            return record with { ETag = response.Headers.ETag ?? throw new InvalidDataException("The table answered without an ETag.") };
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Removes a record whose orchestration could not be started, so that the caller can try again for free.</summary>
    /// <returns>False when somebody is at work on it after all: then it stays.</returns>
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

    /// <summary>Removes the mark of a task that has ended.</summary>
    public Task CloseAsync(string client, TaskId id, CancellationToken cancellationToken)
        => _table.DeleteEntityAsync(client, OpenTaskRow.KeyOf(id), ETag.All, cancellationToken);
}
