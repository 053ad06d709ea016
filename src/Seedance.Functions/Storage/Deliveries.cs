namespace Seedance.Functions.Storage;

/// <summary>The table <c>deliveries</c>, partition key = client: every attempt at a callback, and which rounds were asked for.</summary>
public sealed class Deliveries(TableServiceClient tables)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "deliveries";

    private const int MaxInATransaction = 100;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Records an attempt. One that is made twice, since its first run was not heard of, is one row: that of the last run.</summary>
    public Task RecordAsync(Delivery delivery, CancellationToken cancellationToken) => _table.SubmitTransactionAsync(
        [new TableTransactionAction(TableTransactionActionType.UpsertReplace, DeliveryRow.ToRow(delivery))], cancellationToken);

    /// <summary>The attempts at telling of a task, newest first: one range read.</summary>
    /// <param name="client">The client whose task it is.</param>
    /// <param name="id">The task.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<DeliveryPage> ReadAsync(string client, TaskId id, int most, CancellationToken cancellationToken)
    {
        var found = new List<Delivery>();
        await foreach (var row in RowsOf(client, id, most + 1, cancellationToken))
        {
            if (DeliveryRow.IsClaim(row)) continue;
            if (found.Count == most) return new DeliveryPage(found, HasMore: true);
            found.Add(DeliveryRow.FromRow(row));
        }
        return new DeliveryPage(found, HasMore: false);
    }

    /// <summary>The newest round of a task.</summary>
    public async Task<DeliveryRound> FindNewestRoundAsync(string client, TaskId id, CancellationToken cancellationToken)
    {
        await foreach (var row in RowsOf(client, id, 1, cancellationToken))
        {
            return new DeliveryRound(DeliveryRow.RoundOf(row), DeliveryRow.AttemptOf(row));
        }
        return new DeliveryRound(0, Attempts: 0);
    }

    /// <summary>Claims a round for whoever asks first.</summary>
    /// <returns>False when it was claimed before.</returns>
    public async Task<bool> TryClaimRoundAsync(
        string client, TaskId id, int round, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            var claim = DeliveryRow.Claim(client, id, round, at);
            await _table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.Add, claim)], cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>Removes a client's rows that are older than a time. Only tasks that were created before it are looked at.</summary>
    /// <param name="client">Whose rows.</param>
    /// <param name="before">The time, in UTC.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many were removed.</returns>
    public async Task<int> DeleteExpiredAsync(string client, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var end = before.ToUnixTimeSeconds().ToString("D10", CultureInfo.InvariantCulture);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey lt {end}");
        var old = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(most, 1000), cancellationToken: cancellationToken))
        {
            // An old task may have been told of again only just now.
            if (DeliveryRow.TimeOf(row) < before) old.Add(row);
            if (old.Count == most) break;
        }
        foreach (var some in old.Chunk(MaxInATransaction))
        {
            await _table.SubmitTransactionAsync(
                some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        return old.Count;
    }

    private AsyncPageable<TableEntity> RowsOf(string client, TaskId id, int perPage, CancellationToken cancellationToken)
    {
        var (first, end) = (DeliveryRow.FirstKeyOf(id), DeliveryRow.EndOf(id));
        return _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey ge {first} and RowKey lt {end}"),
            perPage,
            cancellationToken: cancellationToken);
    }
}
