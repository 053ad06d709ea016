using System.Text.Encodings.Web;
using Seedance.Functions.Activities;
using Seedance.Functions.Options;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Storage;

/// <summary>The shape of a <see cref="TaskRecord"/> as a table row.</summary>
internal static class TaskRecordRow
{
    private const string PromptColumn = "Prompt";
    private const string RequestColumn = "Request";
    private const string FailureColumn = "Failure";
    private const string HistoryColumn = "History";
    private const string UploadColumn = "Upload";
    private const string MoreVideosColumn = "MoreVideos";
    private const string LastFrameColumn = "LastFrame";

    /// <summary>What a list needs: all but the prompt and the history, which are most of a row.</summary>
    public static readonly string[] ListedColumns =
    [
        "PartitionKey", "RowKey", "TaskId", "State", "Stage", "Submission", "SubmitAttempt", "SubmitMark", "SubmitReplayed",
        "SubmittedAt",
        "ProviderTaskId", "Progress", "LastPolledAt", "Polls", "TraceParent", "WokenBy", "EstimateFrom", "EstimateTo", "PricingVersion", "BudgetDay", "BatchId",
        "CreditsReserved", "CreditsCharged", "VideoBlob", "VideoBytes", "VideoSha256", "VideoDeletedAt", "Restarts", "LinkBase", "CreatedAt", "UpdatedAt",
        "CompletedAt", "Model", "CallbackUrl", RequestColumn, FailureColumn, MoreVideosColumn, LastFrameColumn,
        UploadColumn,
    ];

    // Escapes only what JSON demands: the default writes '&' and every character beyond ASCII in six bytes.
    private static readonly TaskRecordJson Json = new(new JsonSerializerOptions(TaskRecordJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static TableEntity ToRow(TaskRecord record)
    {
        var row = new TableEntity(record.Client, record.Id.RowKey)
        {
            ["TaskId"] = record.Id.ToString(),
            ["Provider"] = record.Request.Provider,
            ["Model"] = record.Request.Model,
            ["State"] = record.State.ToString(),
            ["Stage"] = record.Stage.ToString(),
            ["Submission"] = record.Submission.ToString(),
            ["SubmitAttempt"] = record.SubmitAttempt,
            ["SubmitMark"] = record.SubmitMark,
            ["SubmitReplayed"] = record.SubmitReplayed,
            ["SubmittedAt"] = record.SubmittedAt,
            ["ProviderTaskId"] = record.ProviderTaskId,
            ["Progress"] = record.Progress,
            ["LastPolledAt"] = record.LastPolledAt,
            ["Polls"] = record.Polls,
            ["TraceParent"] = record.TraceParent,
            ["WokenBy"] = record.WokenBy,
            ["EstimateFrom"] = Text(record.Estimate?.From),
            ["EstimateTo"] = Text(record.Estimate?.To),
            ["PricingVersion"] = record.Estimate?.PricingVersion,
            ["BudgetDay"] = record.BudgetDay?.ToString("O", CultureInfo.InvariantCulture),
            ["BatchId"] = record.BatchId?.ToString(),
            ["CreditsReserved"] = Text(record.CreditsReserved),
            ["CreditsCharged"] = Text(record.CreditsCharged),
            ["VideoBlob"] = record.Video?.Blob,
            ["VideoBytes"] = record.Video?.Bytes,
            ["VideoSha256"] = record.Video?.Sha256,
            ["VideoDeletedAt"] = record.VideoDeletedAt,
            ["Restarts"] = record.Restarts,
            ["LinkBase"] = record.LinkBase,
            ["CallbackUrl"] = record.CallbackUrl,
            ["CreatedAt"] = record.CreatedAt,
            ["UpdatedAt"] = record.UpdatedAt,
            ["CompletedAt"] = record.CompletedAt,
            // Binary, not text: a column holds 64 KB either way, which is half as many characters as text. The prompt is apart from
            // the links, since 10,000 characters and a dozen links of 2,048 do not fit into one column in every script.
            [PromptColumn] = Encoding.UTF8.GetBytes(record.Request.Prompt),
            [RequestColumn] = JsonSerializer.SerializeToUtf8Bytes(record.Request with { Prompt = "" }, Json.VideoRequest),
            [HistoryColumn] = JsonSerializer.SerializeToUtf8Bytes(record.History, Json.IReadOnlyListTaskTransition),
        };
        if (record.Upload is { } upload) row[UploadColumn] = JsonSerializer.SerializeToUtf8Bytes(upload, Json.UploadOrigin);
        if (record.Failure is { } failure)
        {
            row[FailureColumn] = JsonSerializer.SerializeToUtf8Bytes(failure, Json.TaskFailure);
        }
        if (record.MoreVideos is { Count: > 0 } more)
        {
            row[MoreVideosColumn] = JsonSerializer.SerializeToUtf8Bytes(more, Json.IReadOnlyListStoredVideo);
        }
        if (record.LastFrame is { } frame)
        {
            row[LastFrameColumn] = JsonSerializer.SerializeToUtf8Bytes(frame, Json.StoredPicture);
        }
        return row;
    }

    public static TaskRecord FromRow(TableEntity row)
    {
        var record = FromListedRow(row);
        return record with
        {
            Request = record.Request with { Prompt = Encoding.UTF8.GetString(row.GetBinary(PromptColumn)!) },
            History = JsonSerializer.Deserialize(row.GetBinary(HistoryColumn), Json.IReadOnlyListTaskTransition)!,
            ETag = row.ETag,
        };
    }

    /// <summary>Whether a row is that of a task in the state and of the model, where they are given.</summary>
    public static bool IsOf(TableEntity row, TaskState? state, string? model)
        => (state is null || row.GetString("State") == state.ToString()) && (model is null || row.GetString("Model") == model);

    /// <summary>Reads a row that holds the <see cref="ListedColumns"/>: prompt and history stay empty.</summary>
    public static TaskRecord FromListedRow(TableEntity row)
    {
        if (!TaskId.TryParse(row.GetString("TaskId"), out var id)) throw new InvalidDataException($"Row {row.RowKey} has no task id.");
        var request = JsonSerializer.Deserialize(row.GetBinary(RequestColumn), Json.VideoRequest)!;
        return new TaskRecord
        {
            Id = id,
            Client = row.PartitionKey,
            Request = request,
            // Rows of before clients had a callback URL of their own do not have the column.
            CallbackUrl = row.GetString("CallbackUrl") ?? request.CallbackUrl,
            CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
            UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
            LinkBase = Required(row, "LinkBase"),
            State = Enum.Parse<TaskState>(Required(row, "State")),
            Stage = Enum.Parse<TaskStage>(Required(row, "Stage")),
            Submission = Enum.Parse<SubmissionState>(Required(row, "Submission")),
            SubmitAttempt = row.GetInt32("SubmitAttempt") ?? 0,
            SubmitMark = row.GetString("SubmitMark"),
            SubmitReplayed = row.GetBoolean("SubmitReplayed") ?? false,
            SubmittedAt = row.GetDateTimeOffset("SubmittedAt"),
            ProviderTaskId = row.GetString("ProviderTaskId"),
            Progress = row.GetInt32("Progress") ?? 0,
            LastPolledAt = row.GetDateTimeOffset("LastPolledAt"),
            Polls = row.GetInt32("Polls") ?? 0,
            TraceParent = row.GetString("TraceParent"),
            WokenBy = row.GetString("WokenBy"),
            Estimate = row.GetString("PricingVersion") is { } version
                ? new TaskEstimate(Number(row.GetString("EstimateFrom")), Number(row.GetString("EstimateTo")), version)
                : null,
            BudgetDay = row.GetString("BudgetDay") is { } day ? DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture) : null,
            BatchId = BatchId.TryParse(row.GetString("BatchId"), out var batch) ? batch : null,
            CreditsReserved = Number(row.GetString("CreditsReserved")),
            CreditsCharged = Number(row.GetString("CreditsCharged")),
            Failure = row.GetBinary(FailureColumn) is { } failure
                ? JsonSerializer.Deserialize(failure, Json.TaskFailure)
                : null,
            Upload = row.GetBinary(UploadColumn) is { } upload ? JsonSerializer.Deserialize(upload, Json.UploadOrigin) : null,
            Video = row.GetString("VideoBlob") is { } blob
                ? new StoredVideo(blob, row.GetInt64("VideoBytes") ?? 0, Required(row, "VideoSha256"))
                : null,
            MoreVideos = row.GetBinary(MoreVideosColumn) is { } more
                ? JsonSerializer.Deserialize(more, Json.IReadOnlyListStoredVideo)!
                : [],
            LastFrame = row.GetBinary(LastFrameColumn) is { } frame ? JsonSerializer.Deserialize(frame, Json.StoredPicture) : null,
            VideoDeletedAt = row.GetDateTimeOffset("VideoDeletedAt"),
            Restarts = row.GetInt32("Restarts") ?? 0,
            CompletedAt = row.GetDateTimeOffset("CompletedAt"),
        };
    }

    private static string Required(TableEntity row, string column)
        => row.GetString(column) ?? throw new InvalidDataException($"Row {row.RowKey} has no {column}.");

    // Table Storage has no decimal, and a double would round credits.
    private static string? Text(decimal? credits) => credits?.ToString(CultureInfo.InvariantCulture);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
