using Seedance.Functions.Activities;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>
/// The one line that tells all about a task that has ended. Queries live on it: metrics that leave the process in sums have neither
/// single tasks nor percentiles.
/// </summary>
internal static partial class TaskLog
{
    public static void Ended(ILogger logger, TaskRecord record)
    {
        var end = TaskEnd.Of(record);
        TaskEnded(
            logger,
            record.Id.ToString(),
            record.State.Word(),
            record.Failure?.Code,
            record.Client,
            record.Request.Provider,
            record.Request.Model,
            end.Duration.TotalSeconds,
            end.TimeToStore?.TotalSeconds,
            record.Polls,
            record.WokenBy,
            record.Estimate?.To ?? record.Estimate?.From,
            record.CreditsCharged,
            record.Video?.Bytes);
    }

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
