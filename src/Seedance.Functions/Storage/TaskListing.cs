namespace Seedance.Functions.Storage;

/// <summary>
/// Lists a client's tasks, newest first: a range read of its records, whose row keys begin with the inverted creation time. Pages
/// go on behind the last row read, so that tasks that are added meanwhile neither repeat nor hide others.
/// </summary>
public sealed class TaskListing(TableServiceClient tables)
{
    /// <summary>The most rows one page reads, however few of them are wanted.</summary>
    public const int MaxRows = 1000;

    // Rows that are looked through for the few that are wanted come in pieces of this size.
    private const int Piece = 250;

    // Every record's row key lies between these, and every mark of an open task behind them.
    private const string FirstKey = "0";
    private const string EndOfKeys = ":";

    private readonly TableClient _table = tables.GetTableClient(TaskRecords.TableName);

    /// <summary>Reads one page: one table operation without a state or model to look for, at most four with one.</summary>
    public async Task<TaskPage> ReadAsync(string client, TaskQuery query, CancellationToken cancellationToken)
    {
        var all = query is { State: null, Model: null };
        // One more than is wanted tells whether there is a next page.
        var rows = _table.QueryAsync<TableEntity>(
            FilterFor(client, query), all ? query.Limit + 1 : Piece, TaskRecordRow.ListedColumns, cancellationToken);

        var found = new List<TaskRecord>();
        string? last = null;
        var read = 0;
        await foreach (var row in rows)
        {
            if (found.Count == query.Limit) return new TaskPage(found, last);
            read++;
            last = row.RowKey;
            if (TaskRecordRow.IsOf(row, query.State, query.Model)) found.Add(TaskRecordRow.FromListedRow(row));
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
