using System.Text.Encodings.Web;

namespace Seedance.Functions.Storage;

/// <summary>
/// A <see cref="TaskRecord"/> as a table row: the record as JSON, and columns for queries, which are never read back. Prompt and history
/// have columns of their own: a column holds 64 KB, and a list reads neither.
/// </summary>
internal static class TaskRecordRow
{
    private const string RecordColumn = "Record";
    private const string PromptColumn = "Prompt";
    private const string HistoryColumn = "History";
    public static readonly string[] ListedColumns = ["PartitionKey", "RowKey", "State", "Model", RecordColumn];

    // Escapes only what JSON demands: the default writes '&' and every character beyond ASCII in six bytes.
    private static readonly TaskRecordJson Json = new(new JsonSerializerOptions(TaskRecordJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    // Binary columns: 64 KB is half as many characters as text.
    public static TableEntity ToRow(TaskRecord record) => new(record.Client, record.Id.RowKey)
    {
        ["TaskId"] = record.Id.ToString(),
        ["State"] = record.State.ToString(),
        ["Stage"] = record.Stage.ToString(),
        ["Submission"] = record.Submission.ToString(),
        ["Model"] = record.Request.Model,
        ["Provider"] = record.Request.Provider,
        ["ProviderTaskId"] = record.ProviderTaskId,
        ["BatchId"] = record.BatchId?.ToString(),
        ["CreatedAt"] = record.CreatedAt,
        ["UpdatedAt"] = record.UpdatedAt,
        ["CompletedAt"] = record.CompletedAt,
        [RecordColumn] = JsonSerializer.SerializeToUtf8Bytes(
            record with { Request = record.Request with { Prompt = "" }, History = [] }, Json.TaskRecord),
        [PromptColumn] = Encoding.UTF8.GetBytes(record.Request.Prompt),
        [HistoryColumn] = JsonSerializer.SerializeToUtf8Bytes(record.History, Json.IReadOnlyListTaskTransition),
    };

    public static TaskRecord FromRow(TableEntity row)
    {
        var record = FromListedRow(row);
        return record with
        {
            Request = record.Request with { Prompt = Encoding.UTF8.GetString(Required(row, PromptColumn)) },
            History = JsonSerializer.Deserialize(Required(row, HistoryColumn), Json.IReadOnlyListTaskTransition)!,
            ETag = row.ETag,
        };
    }

    /// <summary>Reads a row that has the <see cref="ListedColumns"/>: prompt and history stay empty.</summary>
    public static TaskRecord FromListedRow(TableEntity row) => JsonSerializer.Deserialize(Required(row, RecordColumn), Json.TaskRecord)!;

    private static byte[] Required(TableEntity row, string column)
        => row.GetBinary(column) ?? throw new InvalidDataException($"Row {row.RowKey} has no {column}.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TaskRecord))]
internal sealed partial class TaskRecordJson : JsonSerializerContext;
