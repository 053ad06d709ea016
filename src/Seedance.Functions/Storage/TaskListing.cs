namespace Seedance.Functions.Storage;

/// <summary>
/// Lists a client's tasks, newest first: a range read of its records. Pages continue behind the last row read, so that tasks that are
/// added meanwhile are neither repeated nor skipped.
/// </summary>
public sealed class TaskListing(TableServiceClient tables)
{
    /// <summary>The maximum number of rows that one page reads, however few of them match.</summary>
    public const int MaxRows = 1000;

    private const int RowsPerRead = 250;

    // Every record's row key lies between these, and every mark of an open task behind them.
    private const string FirstKey = "0";
    private const string EndOfKeys = ":";

    private readonly TableClient _table = tables.GetTableClient(TaskRecords.TableName);

    /// <summary>Reads one page: one operation without a state or a model, at most four with one.</summary>
    public async Task<TaskPage> ReadAsync(string client, TaskQuery query, CancellationToken cancellationToken)
    {
        // One more than the limit tells whether there is a next page.
        var rows = _table.QueryAsync<TableEntity>(
            FilterFor(client, query),
            query is { State: null, Model: null } ? query.Limit + 1 : RowsPerRead,
            TaskRecordRow.ListedColumns,
            cancellationToken);

        var found = new List<TaskRecord>();
        string? last = null;
        var read = 0;
        await foreach (var row in rows)
        {
            if (found.Count == query.Limit) return new TaskPage(found, last);
            read++;
            last = row.RowKey;
            if ((query.State is null || row.GetString("State") == query.State.ToString())
                && (query.Model is null || row.GetString("Model") == query.Model))
            {
                found.Add(TaskRecordRow.FromListedRow(row));
            }
            // Whether this was the last row is not worth another operation.
            if (read == MaxRows) return new TaskPage(found, last);
        }
        return new TaskPage(found, null);
    }

    private static string FilterFor(string client, TaskQuery query)
    {
        var end = query.CreatedAfter is { } after ? TaskId.RowKeyOf(after) : EndOfKeys;
        if (query.Position is { } position)
        {
            return TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey gt {position} and RowKey lt {end}");
        }
        var from = query.CreatedBefore is { } before ? TaskId.RowKeyOf(Math.Max(0, before - 1)) : FirstKey;
        return TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey ge {from} and RowKey lt {end}");
    }
}

/// <summary>Which of a client's tasks to list.</summary>
/// <param name="Limit">The maximum on one page.</param>
/// <param name="CreatedAfter">Only tasks created after this Unix second; <paramref name="CreatedBefore"/> alike.</param>
/// <param name="Position">The <see cref="TaskPage.End"/> of the page before; null for the first page.</param>
public sealed record TaskQuery(
    int Limit,
    TaskState? State = null,
    string? Model = null,
    long? CreatedAfter = null,
    long? CreatedBefore = null,
    string? Position = null);

/// <param name="Records">Newest first, without their prompts and histories.</param>
/// <param name="End">Where the next page starts; null when this is the last one. A short page need not be the last.</param>
public sealed record TaskPage(IReadOnlyList<TaskRecord> Records, string? End);
