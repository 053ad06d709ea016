using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>
/// Posts a finished task to its caller, once, and records what came of it. Run twice, it posts twice, under the same message id: a
/// caller is told at least once.
/// </summary>
public sealed partial class DeliverCallback(
    TaskRecords records,
    CallbackMessage messages,
    CallbackSender sender,
    Deliveries deliveries,
    SeedanceMetrics metrics,
    TimeProvider time,
    ILogger<DeliverCallback> logger)
{
    private static readonly TimeSpan RecordingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Tries once.</summary>
    [Function(nameof(DeliverCallback))]
    public async Task<DeliveryResult> RunAsync([ActivityTrigger] DeliveryAttempt input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var record = await records.FindAsync(input.Client, id, cancellationToken)
            ?? throw new InvalidOperationException($"Task {id} has no record.");

        var now = time.GetUtcNow();
        using var message = messages.For(record, now);
        var reply = await sender.SendAsync(message, cancellationToken);
        Log.Attempted(logger, input.TaskId, input.Number, input.Round, reply.Outcome, reply.Status);
        metrics.CallbackAttempted(reply.Result.Kind, input.IsLast);
        await RecordAsync(new Delivery(
            record.Client, id, input.Round, input.Number, CallbackMessage.IdOf(record), now, reply.Outcome, reply.Status, reply.Duration));
        return reply.Result;
    }

    // The caller has been told, or has had its chance: that the row is missing is no reason to run this once more.
    private async Task RecordAsync(Delivery delivery)
    {
        using var timeout = new CancellationTokenSource(RecordingTimeout, time);
        try
        {
            await deliveries.RecordAsync(delivery, timeout.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotRecorded(logger, delivery.TaskId.ToString(), delivery.Attempt, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: attempt {Attempt} (round {Round}) at its callback: {Outcome} {Status}.")]
        public static partial void Attempted(ILogger logger, string taskId, int attempt, int round, DeliveryOutcome outcome, int? status);

        [LoggerMessage(2, LogLevel.Warning, "Task {TaskId}: attempt {Attempt} at its callback was made and could not be recorded.")]
        public static partial void NotRecorded(ILogger logger, string taskId, int attempt, Exception failure);
    }
}
