using System.Net;
using Azure;
using Azure.Data.Tables;

namespace Seedance.Functions.Tasks;

/// <summary>The table <c>tasks</c>: partition key = client, row key = inverted creation time and a random part.</summary>
public sealed class TaskRecords(TableServiceClient tables)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "tasks";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Adds a new record. An id is never used twice, so a record that exists already is an error.</summary>
    public Task AddAsync(TaskRecord record, CancellationToken cancellationToken)
        => _table.AddEntityAsync(TaskRecordRow.ToRow(record), cancellationToken);

    /// <summary>Reads a client's task: one table operation. Null when the client has no such task.</summary>
    public async Task<TaskRecord?> FindAsync(string client, TaskId id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(client, id.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? TaskRecordRow.FromRow(row.Value!) : null;
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
            var current = await FindAsync(client, id, cancellationToken)
                ?? throw new InvalidOperationException($"Task {id} has no record.");
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
            return record with { ETag = response.Headers.ETag ?? throw new InvalidDataException("The table answered without an ETag.") };
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Removes a record whose orchestration could not be started, so that the caller can try again for free.</summary>
    public Task RemoveAsync(TaskRecord record, CancellationToken cancellationToken)
        => _table.DeleteEntityAsync(record.Client, record.Id.RowKey, ETag.All, cancellationToken);
}
