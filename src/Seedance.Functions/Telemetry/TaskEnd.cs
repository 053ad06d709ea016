using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>The times of a task that has ended.</summary>
/// <param name="Duration">From its creation to its end.</param>
/// <param name="TimeToStore">
/// From the look that found the provider finished to the stored video; null when no video was stored. The provider does not say
/// when it finished, so it counts from when the service learned of it.
/// </param>
internal readonly record struct TaskEnd(TimeSpan Duration, TimeSpan? TimeToStore)
{
    public static TaskEnd Of(TaskRecord record)
    {
        var at = record.CompletedAt ?? record.UpdatedAt;
        return new(
            at - record.CreatedAt,
            record is { State: TaskState.Completed, LastPolledAt: { } learned } && at >= learned ? at - learned : null);
    }
}
