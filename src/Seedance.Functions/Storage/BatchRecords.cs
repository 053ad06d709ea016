namespace Seedance.Functions.Storage;

/// <summary>The batches, which lie in the table <c>tasks</c>, in their client's partition, under their ids.</summary>
public sealed class BatchRecords(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(TaskRecords.TableName);

    /// <summary>Adds a batch, whose tasks are recorded already.</summary>
    /// <returns>False when there is a batch of that id: then nothing was changed.</returns>
    public async Task<bool> TryAddAsync(BatchRecord batch, CancellationToken cancellationToken)
    {
        var row = new TableEntity(batch.Client, batch.Id.ToString())
        {
            ["CreatedAt"] = batch.CreatedAt,
            ["Concurrency"] = batch.Concurrency,
            ["Tasks"] = JsonSerializer.Serialize(batch.Tasks),
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

    /// <summary>Reads a client's batch: one operation. Null when the client has no such batch.</summary>
    public async Task<BatchRecord?> FindAsync(string client, BatchId id, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(client, id.ToString(), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new BatchRecord(
                id,
                client,
                row.GetDateTimeOffset("CreatedAt")!.Value,
                row.GetInt32("Concurrency")!.Value,
                JsonSerializer.Deserialize<TaskId[]>(row.GetString("Tasks"))!)
            : null;
    }

    /// <summary>
    /// Reads the batch's tasks, in its order, without prompts and histories: one range read, since they were all recorded under one
    /// second.
    /// </summary>
    public async Task<IReadOnlyList<TaskRecord>> ReadTasksAsync(BatchRecord batch, CancellationToken cancellationToken)
    {
        var second = batch.CreatedAt.ToUnixTimeSeconds();
        var (from, end) = (TaskId.RowKeyOf(second), TaskId.RowKeyOf(second - 1));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {batch.Client} and RowKey ge {from} and RowKey lt {end}");
        // By their ids: a slower request with the batch's idempotency key may have recorded tasks that are being removed.
        var wanted = batch.Tasks.ToHashSet();
        var found = new Dictionary<TaskId, TaskRecord>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, null, TaskRecordRow.ListedColumns, cancellationToken))
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
}

/// <summary>
/// Which tasks belong together. It is written after the records of its tasks and never changes: its tasks are started once it is there,
/// and none of them before.
/// </summary>
/// <param name="Concurrency">How many of its tasks may run at once.</param>
/// <param name="Tasks">In the order of the request.</param>
public sealed record BatchRecord(BatchId Id, string Client, DateTimeOffset CreatedAt, int Concurrency, IReadOnlyList<TaskId> Tasks)
{
    public const int MaxTasks = 50;
}

/// <summary>
/// The id of a batch, shaped like a task's: <c>batch-{unix seconds}-{16 random characters}</c>. It is also the instance id of its
/// orchestration, and the row key of its record.
/// </summary>
[JsonConverter(typeof(Json))]
public readonly record struct BatchId
{
    private const string Prefix = "batch-";

    private readonly string _value;

    private BatchId(string value) => _value = value;

    /// <summary>The batch with the time and the random part of a task id.</summary>
    public static BatchId Of(TaskId seed) => new(Prefix + seed.Chronological);

    /// <summary>Reads an id; false for anything of another shape.</summary>
    public static bool TryParse(string? text, out BatchId id)
    {
        var wellFormed = text is not null && text.StartsWith(Prefix, StringComparison.Ordinal)
            && TaskId.TryParse(string.Concat("task-", text.AsSpan(Prefix.Length)), out _);
        id = wellFormed ? new BatchId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => _value;

    internal sealed class Json : JsonConverter<BatchId>
    {
        public override BatchId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var id)
                ? id : throw new JsonException("No batch id.");

        public override void Write(Utf8JsonWriter writer, BatchId value, JsonSerializerOptions options)
            => writer.WriteStringValue(value._value);
    }
}
