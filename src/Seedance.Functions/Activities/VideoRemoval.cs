using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Removes videos that their client does not want any more. The record says so before the first blob goes: a crash in between leaves
/// a blob that nobody is promised, and the next removal takes it. Whoever stores looks at the record after its blob is there: so of a
/// store and a removal at the same time, one sees the other, and nothing stays.
/// </summary>
public sealed class VideoRemoval(TaskRecords records, VideoStore videos, TimeProvider time)
{
    /// <summary>Marks the record of a task that has ended with a video, and removes its blobs. The second time changes nothing.</summary>
    /// <returns>The record as it is afterwards; its <see cref="TaskRecord.VideoDeletedAt"/> is null when there was nothing to delete.</returns>
    public async Task<TaskRecord> RemoveAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var marked = await records.ChangeAsync(
            record.Client, record.Id, current => current.WithVideoDeleted(time.GetUtcNow()), cancellationToken);
        if (marked.VideoDeletedAt is not null) await videos.RemoveAsync(marked.StoredBlobs, cancellationToken);
        return marked;
    }

    /// <summary>Removes what was stored for a task whose video had been deleted meanwhile.</summary>
    /// <param name="record">The task.</param>
    /// <param name="stored">The names of the blobs that were just stored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task RemoveIfDeletedAsync(TaskRecord record, IEnumerable<string> stored, CancellationToken cancellationToken)
    {
        var current = await records.FindAsync(record.Client, record.Id, cancellationToken);
        if (current?.VideoDeletedAt is not null) await videos.RemoveAsync(current.StoredBlobs.Union(stored), cancellationToken);
    }
}
