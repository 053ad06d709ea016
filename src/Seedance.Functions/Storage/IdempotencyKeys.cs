namespace Seedance.Functions.Storage;

/// <summary>
/// The table <c>idempotency</c>: partition key = client, row key = hash of the key. A key's row has the id of its task before the task is
/// recorded. A second row, written in the same transaction, sorts by the time of the first use, so that expired keys are found without
/// reading the others.
/// </summary>
public sealed class IdempotencyKeys(TableServiceClient tables)
{
    public const string TableName = "idempotency";

    private const string TaskIdColumn = "TaskId";
    private const string FingerprintColumn = "Fingerprint";
    private const string HashColumn = "Hash";

    // A transaction holds 100 operations, and every key is two rows.
    private const int KeysPerTransaction = 50;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Adds a key, or finds what it stands for: one operation for a new key, two for a known one.</summary>
    /// <param name="fingerprint">The fingerprint of this request.</param>
    /// <param name="newTask">The id of the task if the key is new.</param>
    public async Task<KeyUse> UseAsync(
        string client, HashedKey key, string fingerprint, TaskId newTask, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAddAsync(client, key, fingerprint, newTask, cancellationToken)) return new(newTask, fingerprint, IsFirst: true);
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(client, key.Hash, cancellationToken: cancellationToken);
            // It expired in between: then it is new again.
            if (!row.HasValue) continue;
            var id = TaskId.TryParse(row.Value!.GetString(TaskIdColumn), out var known)
                ? known : throw new InvalidDataException($"Key {key.Hash} has no task id.");
            // This use may have written the row itself: a storage client whose response was lost writes again.
            return new KeyUse(id, row.Value.GetString(FingerprintColumn)!, IsFirst: id == newTask);
        }
    }

    /// <summary>Deletes a client's keys that were first used before a time, oldest first.</summary>
    /// <param name="lasting">Which keys, see <see cref="HashedKey.IsLasting"/>.</param>
    /// <returns>How many keys were deleted.</returns>
    public async Task<int> DeleteExpiredAsync(
        string client, bool lasting, DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        var expired = new List<TableEntity>();
        var (from, end) = (PrefixOf(lasting), TimeKeyOf(lasting, before));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey ge {from} and RowKey lt {end}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(max, 1000), cancellationToken: cancellationToken))
        {
            expired.Add(row);
            if (expired.Count == max) break;
        }
        foreach (var some in expired.Chunk(KeysPerTransaction))
        {
            // All or nothing: when another run was faster, the row under the time is gone, and a key that is new again stays.
            await _table.SubmitTransactionAsync(
                some.SelectMany(used => new[] { used, new TableEntity(client, used.GetString(HashColumn)) })
                    .Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)),
                cancellationToken);
        }
        return expired.Count;
    }

    private async Task<bool> TryAddAsync(
        string client, HashedKey key, string fingerprint, TaskId newTask, CancellationToken cancellationToken)
    {
        TableEntity[] rows =
        [
            new(client, key.Hash) { [TaskIdColumn] = newTask.ToString(), [FingerprintColumn] = fingerprint },
            new(client, $"{TimeKeyOf(key.IsLasting, newTask.CreatedAt)}-{key.Hash}") { [HashColumn] = key.Hash },
        ];
        try
        {
            await _table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    // Both sort behind every hash.
    private static string PrefixOf(bool lasting) => lasting ? "lasting-" : "used-";

    private static string TimeKeyOf(bool lasting, DateTimeOffset time)
        => string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(lasting)}{time.ToUnixTimeSeconds():D10}");
}

/// <summary>What an idempotency key stands for.</summary>
/// <param name="TaskId">The one task that requests with the key lead to, recorded or not yet.</param>
/// <param name="Fingerprint">The fingerprint of the request that used the key first.</param>
/// <param name="IsFirst">True for the one use that added the key.</param>
public sealed record KeyUse(TaskId TaskId, string Fingerprint, bool IsFirst);

/// <summary>An idempotency key: a header's, or one that is made of what a request is about.</summary>
public sealed record HashedKey
{
    // No header can hold a line break, so no caller can name a key that is made of parts.
    private const char Separator = '\n';

    private HashedKey(string text) => Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>SHA-256 of the key in lower-case hexadecimal. A key may have characters that a row key may not.</summary>
    public string Hash { get; }

    /// <summary>True for a key that is made of what it stands for; it is kept longer than the keys of callers.</summary>
    public bool IsLasting { get; private init; }

    /// <summary>The fingerprint of a lasting key, whatever the request has become since; null where the first request decides.</summary>
    public string? Fingerprint => IsLasting ? Hash : null;

    /// <summary>The key of a header, as <see cref="IdempotencyKey.TryParse"/> gives it.</summary>
    public static HashedKey OfCaller(string key) => new(key);

    /// <summary>The key of something that is identified by its parts, none of which holds a line break.</summary>
    public static HashedKey Of(params ReadOnlySpan<string> parts) => new(Separator + string.Join(Separator, parts)) { IsLasting = true };
}
