using Microsoft.Azure.Functions.Worker;
using Seedance.Functions.Tasks;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Generation;

/// <summary>Notes where the video of a cancelled task lies. The task stays cancelled.</summary>
public sealed class RecordLateVideo(TaskRecords records, SeedanceMetrics metrics, TimeProvider time)
{
    /// <summary>Notes it once.</summary>
    [Function(nameof(RecordLateVideo))]
    public async Task RunAsync([ActivityTrigger] LateVideo input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.Task.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        TaskRecord? noted = null;
        var record = await records.ChangeAsync(
            input.Task.Client,
            id,
            current => noted = current is { Video: null, VideoDeletedAt: null } ? Noted(current, input) : null,
            cancellationToken);
        if (noted is not null) metrics.Stored(record);
    }

    private TaskRecord Noted(TaskRecord record, LateVideo late) => record with
    {
        Video = late.Video,
        MoreVideos = late.MoreVideos,
        LastFrame = late.LastFrame,
        UpdatedAt = time.GetUtcNow(),
    };
}
