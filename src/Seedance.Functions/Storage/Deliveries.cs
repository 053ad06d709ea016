namespace Seedance.Functions.Storage;

/// <summary>What came of an attempt to deliver a callback.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryOutcome>))]
public enum DeliveryOutcome
{
    Delivered,

    /// <summary>The caller answered with another status. Redirects are not followed.</summary>
    Rejected,

    /// <summary>The caller answered 410: it wants no further attempts.</summary>
    Gone,
    TimedOut,
    Unreachable,
    NotAllowed,
}

/// <summary>One attempt to deliver a callback, without the address and without either body.</summary>
/// <param name="Attempt">From 1, counted over all attempts at this task's callback.</param>
/// <param name="WebhookId">The message's id: the same in all attempts.</param>
/// <param name="Status">The HTTP status that the caller answered with; null when it did not answer.</param>
/// <param name="Duration">From connecting to the headers of the caller's response.</param>
public sealed record Delivery(
    string Client, TaskId TaskId, int Attempt, string WebhookId, DateTimeOffset At, DeliveryOutcome Outcome, int? Status,
    TimeSpan Duration);

/// <summary>
/// The table <c>deliveries</c>: one row for each attempt at a callback. Partition key = client; row key = task, oldest first, then the
/// inverted attempt, so that a task's attempts are one range, newest first.
/// </summary>
public sealed class Deliveries(TableServiceClient tables)
{
    public const string TableName = "deliveries";

    private const int LastAttempt = 999_999;
    private const int MaxInTransaction = 100;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Records an attempt. An attempt whose activity ran twice is one row: that of the last run.</summary>
    public Task RecordAsync(Delivery delivery, CancellationToken cancellationToken)
        => _table.UpsertEntityAsync(RowOf(delivery), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Up to <paramref name="max"/> attempts at a task's callback, newest first.</summary>
    public async Task<IReadOnlyList<Delivery>> FindAsync(string client, TaskId id, int max, CancellationToken cancellationToken)
    {
        // '.' follows '-'.
        var (first, end) = (id.Chronological + '-', id.Chronological + '.');
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey ge {first} and RowKey lt {end}");
        return await _table.QueryAsync<TableEntity>(filter, max, cancellationToken: cancellationToken)
            .Take(max).Select(DeliveryOf).ToListAsync(cancellationToken);
    }

    /// <summary>Deletes a client's attempts that were made before a time, and returns how many. Newer attempts at old tasks stay.</summary>
    public async Task<int> DeleteExpiredAsync(string client, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = before.ToUnixTimeSeconds().ToString("D10", CultureInfo.InvariantCulture);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey lt {end} and At lt {before}");
        var deleted = 0;
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, MaxInTransaction, cancellationToken: cancellationToken).AsPages())
        {
            if (page.Values.Count == 0) continue;
            await _table.SubmitTransactionAsync(
                page.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
            deleted += page.Values.Count;
        }
        return deleted;
    }

    private static TableEntity RowOf(Delivery delivery) => new(
        delivery.Client,
        string.Create(CultureInfo.InvariantCulture, $"{delivery.TaskId.Chronological}-{LastAttempt - delivery.Attempt:D6}"))
    {
        ["TaskId"] = delivery.TaskId.ToString(),
        ["Attempt"] = delivery.Attempt,
        ["WebhookId"] = delivery.WebhookId,
        ["At"] = delivery.At,
        ["Outcome"] = delivery.Outcome.ToString(),
        ["Status"] = delivery.Status,
        ["Milliseconds"] = (long)delivery.Duration.TotalMilliseconds,
    };

    private static Delivery DeliveryOf(TableEntity row) => new(
        row.PartitionKey,
        TaskId.TryParse(row.GetString("TaskId"), out var id) ? id : throw new InvalidDataException($"Delivery {row.RowKey} has no task."),
        row.GetInt32("Attempt")!.Value,
        row.GetString("WebhookId"),
        row.GetDateTimeOffset("At")!.Value,
        Enum.Parse<DeliveryOutcome>(row.GetString("Outcome")),
        row.GetInt32("Status"),
        TimeSpan.FromMilliseconds(row.GetInt64("Milliseconds")!.Value));
}
