using Seedance.Functions.Activities;
using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>
/// The shape of a delivery as a table row. The row key is the task, oldest task first, and in it the round and the attempt, newest
/// first: the attempts at one task are a range, and so are all that belong to old tasks.
/// </summary>
internal static class DeliveryRow
{
    private const int Last = 999_999;

    // The character after '-', so that a range ends behind the last key of a task.
    private const char EndOfTask = '.';

    private const int NoAttempt = 0;

    public static string FirstKeyOf(TaskId id) => id.Chronological + '-';

    public static string EndOf(TaskId id) => id.Chronological + EndOfTask;

    public static TableEntity ToRow(Delivery delivery) => new(delivery.Client, KeyOf(delivery.TaskId, delivery.Round, delivery.Attempt))
    {
        ["TaskId"] = delivery.TaskId.ToString(),
        ["Round"] = delivery.Round,
        ["Attempt"] = delivery.Attempt,
        ["WebhookId"] = delivery.WebhookId,
        ["At"] = delivery.At,
        ["Outcome"] = delivery.Outcome.ToString(),
        ["Status"] = delivery.Status,
        ["Milliseconds"] = (long)delivery.Duration.TotalMilliseconds,
    };

    /// <summary>The row that says that a round was asked for; it sorts behind the round's attempts.</summary>
    public static TableEntity Claim(string client, TaskId id, int round, DateTimeOffset at) => new(client, KeyOf(id, round, NoAttempt))
    {
        ["TaskId"] = id.ToString(),
        ["Round"] = round,
        ["Attempt"] = NoAttempt,
        ["At"] = at,
    };

    public static bool IsClaim(TableEntity row) => AttemptOf(row) == NoAttempt;

    public static int AttemptOf(TableEntity row) => row.GetInt32("Attempt") ?? throw Lacks(row, "Attempt");

    public static int RoundOf(TableEntity row) => row.GetInt32("Round") ?? throw Lacks(row, "Round");

    public static DateTimeOffset TimeOf(TableEntity row) => row.GetDateTimeOffset("At") ?? throw Lacks(row, "At");

    public static Delivery FromRow(TableEntity row) => new(
        row.PartitionKey,
        TaskId.TryParse(row.GetString("TaskId"), out var id) ? id : throw Lacks(row, "TaskId"),
        RoundOf(row),
        AttemptOf(row),
        row.GetString("WebhookId") ?? throw Lacks(row, "WebhookId"),
        TimeOf(row),
        Enum.Parse<DeliveryOutcome>(row.GetString("Outcome") ?? throw Lacks(row, "Outcome")),
        row.GetInt32("Status"),
        TimeSpan.FromMilliseconds(row.GetInt64("Milliseconds") ?? throw Lacks(row, "Milliseconds")));

    private static string KeyOf(TaskId id, int round, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(round, Last);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attempt, Last);
        return string.Create(CultureInfo.InvariantCulture, $"{FirstKeyOf(id)}{Last - round:D6}-{Last - attempt:D6}");
    }

    private static InvalidDataException Lacks(TableEntity row, string column) => new($"Delivery {row.RowKey} has no {column}.");
}
