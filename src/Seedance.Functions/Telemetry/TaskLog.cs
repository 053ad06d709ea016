using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>The log line of a task's end. Queries read it: exported metrics hold neither single tasks nor percentiles.</summary>
internal static partial class TaskLog
{
    public static void Ended(ILogger logger, TaskRecord record) => TaskEnded(
        logger,
        record.Id.ToString(),
        record.State.Word(),
        record.Failure?.Code,
        record.Client,
        record.Request.Provider,
        record.Request.Model,
        DurationOf(record).TotalSeconds,
        TimeToStoreOf(record)?.TotalSeconds,
        record.Polls,
        record.WokenBy,
        record.Estimate?.To ?? record.Estimate?.From,
        record.CreditsCharged,
        record.Video?.Bytes);

    /// <summary>From the task's creation to its end.</summary>
    public static TimeSpan DurationOf(TaskRecord record) => EndOf(record) - record.CreatedAt;

    /// <summary>
    /// From the poll that found the provider finished to the stored video; null without one. Providers do not say when they finished.
    /// </summary>
    public static TimeSpan? TimeToStoreOf(TaskRecord record)
        => record is { State: TaskState.Completed, LastPolledAt: { } learned } && EndOf(record) >= learned ? EndOf(record) - learned : null;

    private static DateTimeOffset EndOf(TaskRecord record) => record.CompletedAt ?? record.UpdatedAt;

    [LoggerMessage(
        1,
        LogLevel.Information,
        "Task {TaskId} ended {State} {Code}: client {Client}, {Provider} {Model}, {DurationSeconds} s, stored after {StoreSeconds} s, "
        + "{Polls} polls, woken by {WokenBy}, credits estimated {CreditsEstimated}, charged {CreditsCharged}, {VideoBytes} bytes.")]
    private static partial void TaskEnded(
        ILogger logger,
        string taskId,
        string state,
        string? code,
        string client,
        string provider,
        string model,
        double durationSeconds,
        double? storeSeconds,
        int polls,
        string? wokenBy,
        decimal? creditsEstimated,
        decimal? creditsCharged,
        long? videoBytes);
}
