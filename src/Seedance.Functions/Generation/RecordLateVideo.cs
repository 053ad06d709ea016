using Microsoft.Azure.Functions.Worker;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Generation;

/// <summary>Notes where the video of a cancelled task lies. The task stays cancelled.</summary>
public sealed class RecordLateVideo(TaskRecords records, TimeProvider time)
{
    /// <summary>Notes it once.</summary>
    [Function(nameof(RecordLateVideo))]
    public async Task RunAsync([ActivityTrigger] LateVideo input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.Task.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        await records.ChangeAsync(
            input.Task.Client,
            id,
            record => record.Video is null ? Noted(record, input) : null,
            cancellationToken);
    }

    private TaskRecord Noted(TaskRecord record, LateVideo late) => record with
    {
        Video = late.Video,
        MoreVideos = late.MoreVideos,
        LastFrame = late.LastFrame,
        UpdatedAt = time.GetUtcNow(),
    };
}
