using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <summary>Notes where the video of a cancelled task lies. The task stays cancelled. A stored video wins over a failure.</summary>
public sealed class RecordLateVideo(TaskRecords records, VideoStore videos, SeedanceMetrics metrics, TimeProvider time)
{
    /// <summary>Notes it once.</summary>
    [Function(nameof(RecordLateVideo))]
    public async Task RunAsync([ActivityTrigger] LateVideo input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.Task.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var late = input.Video is null ? await StoredAsync(input, id, cancellationToken) : input;
        TaskRecord? noted = null;
        var record = await records.ChangeAsync(
            input.Task.Client,
            id,
            current => noted = current is { Video: null, VideoDeletedAt: null } && late.Video is not null ? Noted(current, late) : null,
            cancellationToken);
        if (noted is not null) metrics.Stored(record);
    }

    private async Task<LateVideo> StoredAsync(LateVideo failed, TaskId id, CancellationToken cancellationToken)
    {
        var record = await records.FindAsync(failed.Task.Client, id, cancellationToken);
        var stored = record is null ? [] : await videos.FindAllAsync(record, cancellationToken);
        return failed with { Video = stored.Count > 0 ? stored[0] : null, MoreVideos = [.. stored.Skip(1)] };
    }

    private TaskRecord Noted(TaskRecord record, LateVideo late) => record with
    {
        Video = late.Video,
        MoreVideos = late.MoreVideos,
        LastFrame = late.LastFrame,
        UpdatedAt = time.GetUtcNow(),
    };
}
