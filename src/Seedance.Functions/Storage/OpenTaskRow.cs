using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>The row that marks a task as not ended: it lies in the client's partition, after the records, oldest first.</summary>
internal static class OpenTaskRow
{
    private const string Prefix = "open-";

    // The character after '-', so that a range ends behind the last key with the prefix.
    private const string End = "open.";

    public static TableEntity For(TaskRecord record) => new(record.Client, KeyOf(record.Id));

    public static string KeyOf(TaskId id) => Prefix + id.Chronological;

    public static TaskId TaskIdOf(TableEntity row) => TaskId.TryParse("task-" + row.RowKey[Prefix.Length..], out var id)
        ? id
        : throw new InvalidDataException($"Row {row.RowKey} marks no task.");

    public static string FilterFor(string client, TaskId? after)
    {
        var from = after is { } last ? KeyOf(last) : Prefix;
        return TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey gt {from} and RowKey lt {End}");
    }
}
