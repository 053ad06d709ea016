namespace Seedance.Functions.Storage;

/// <summary>
/// The table <c>idempotency</c>: partition key = client, row key = hash of the key. A row holds the task's id from the start, so
/// that whoever comes second need not wait for the first. Beside it, written together with it, lies a row under the time of the
/// first use, so that old keys are found by their age without reading the others.
/// </summary>
public sealed class IdempotencyKeys(TableServiceClient tables)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "idempotency";

    private const string TaskIdColumn = "TaskId";
    private const string FingerprintColumn = "Fingerprint";
    private const string HashColumn = "Hash";

    // Both sort behind every hash.
    private const string UsedPrefix = "used-";
    private const string LastingPrefix = "lasting-";

    // Table Storage's limit of operations in one transaction is 100, and every key is two rows.
    private const int KeysPerTransaction = 50;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Brings a key in, or finds what it stands for: one table operation for a new key, two for one that is known.</summary>
    /// <param name="client">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="fingerprint">The fingerprint of this request.</param>
    /// <param name="newTask">The id of the task, should the key be new.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<KeyUse> UseAsync(
        string client, HashedKey key, string fingerprint, TaskId newTask, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAddAsync(client, key, fingerprint, newTask, cancellationToken))
            {
                return new KeyUse(newTask, fingerprint, IsFirst: true);
            }
            // Missing when the key was forgotten just now: then it is new again.
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(client, key.Hash, cancellationToken: cancellationToken);
            if (!row.HasValue) continue;
            if (!TaskId.TryParse(row.Value!.GetString(TaskIdColumn), out var id))
            {
                throw new InvalidDataException($"Key {key.Hash} has no task id.");
            }
            // This very use may have written the row: an answer that was lost on the way makes the client write again.
            return new KeyUse(id, row.Value.GetString(FingerprintColumn)!, IsFirst: id == newTask);
        }
    }

    /// <summary>Forgets a client's keys that were first used before a time, oldest first.</summary>
    /// <param name="client">Whose keys.</param>
    /// <param name="lasting">Which: those that follow from what they stand for, or those of headers.</param>
    /// <param name="before">The time, in UTC.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many keys were forgotten.</returns>
    public async Task<int> ForgetAsync(string client, bool lasting, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var old = new List<TableEntity>();
        var prefix = PrefixOf(lasting);
        var end = prefix + Seconds(before);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey ge {prefix} and RowKey lt {end}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(most, 1000), cancellationToken: cancellationToken))
        {
            old.Add(row);
            if (old.Count == most) break;
        }
        foreach (var some in old.Chunk(KeysPerTransaction))
        {
            // All or nothing: if another run was faster, the row under the time is gone, and a key brought in anew stays.
            await _table.SubmitTransactionAsync(
                some.SelectMany(used => new[] { Deletion(used), Deletion(KeyRow(client, used.GetString(HashColumn)!)) }),
                cancellationToken);
        }
        return old.Count;
    }

    private async Task<bool> TryAddAsync(
        string client, HashedKey key, string fingerprint, TaskId newTask, CancellationToken cancellationToken)
    {
        var row = KeyRow(client, key.Hash);
        row[TaskIdColumn] = newTask.ToString();
        row[FingerprintColumn] = fingerprint;
        var used = new TableEntity(client, $"{PrefixOf(key.IsLasting)}{Seconds(newTask.CreatedAt)}-{key.Hash}") { [HashColumn] = key.Hash };
        try
        {
            await _table.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Add, row),
                    new TableTransactionAction(TableTransactionActionType.Add, used),
                ],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    private static string PrefixOf(bool lasting) => lasting ? LastingPrefix : UsedPrefix;

    private static TableEntity KeyRow(string client, string hash) => new(client, hash);

    private static TableTransactionAction Deletion(TableEntity row) => new(TableTransactionActionType.Delete, row, ETag.All);

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString("D10", CultureInfo.InvariantCulture);
}
