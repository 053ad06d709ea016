using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Copies what a provider has made into Blob Storage: the video, further videos where there are several, and the last frame where one
/// is offered. It asks the provider for the links itself, since links are short-lived secrets that do not belong into an
/// orchestration's history; a second run finds the blobs complete and returns them.
/// </summary>
public sealed class StoreVideo(
    TaskRecords records,
    IVideoProviders providers,
    VideoStore videos,
    VideoCopier copier,
    LastFrameCopier frames,
    VideoRemoval removal,
    TimeProvider time)
{
    /// <summary>Stores the results, or says why not, and what is stored already.</summary>
    [Function(nameof(StoreVideo))]
    public async Task<StoreResult> RunAsync([ActivityTrigger] TaskReference input, CancellationToken cancellationToken)
    {
        var record = await records.ChangeAsync(input.Client, input.TaskId, Storing, cancellationToken);
        // Its result has been recorded, and was deleted since: this run is a repetition that nobody waits for.
        var result = record.VideoDeletedAt is null
            ? await StoreAsync(record, cancellationToken)
            : new StoreResult(StoreKind.Stored) { Video = record.Video, MoreVideos = record.MoreVideos, LastFrame = record.LastFrame };
        if (result.Video is not null) await removal.RemoveIfDeletedAsync(record, result.StoredBlobs, cancellationToken);
        return result;
    }

    private async Task<StoreResult> StoreAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var (video, hasMore) = await videos.FindFirstAsync(record, cancellationToken);
        if (video is not null && !hasMore) return new StoreResult(StoreKind.Stored) { Video = video };

        var links = new ResultLinks(providers.Get(record.Request.Provider), record.ProviderTaskId!);
        await links.ReadAsync(cancellationToken);
        if (video is null)
        {
            var target = CopyTarget.Video(record) with { HasMore = links.HasMore };
            var first = await links.CopyAsync(1, link => copier.CopyAsync(target, link, cancellationToken), cancellationToken);
            if (first is not CopyOutcome.Stored stored) return NotStored(first);
            video = stored.Video;
        }
        return await StoreMoreAsync(record, video, links, cancellationToken);
    }

    private async Task<StoreResult> StoreMoreAsync(TaskRecord record, StoredVideo video, ResultLinks links, CancellationToken cancellationToken)
    {
        var more = new List<StoredVideo>();
        var again = links.Count > 0 ? null : ResultLinks.None;
        for (var number = 2; number <= links.Count; number++)
        {
            var target = CopyTarget.Video(record, number);
            CopyOutcome outcome = await videos.FindAsync(target.Name, cancellationToken) is { } found
                ? new CopyOutcome.Stored(found)
                : await links.CopyAsync(number, link => copier.CopyAsync(target, link, cancellationToken), cancellationToken);
            // One that will never come is no reason to lose the others.
            if (outcome is CopyOutcome.Stored stored) more.Add(stored.Video);
            again ??= outcome as CopyOutcome.TryAgain;
        }
        var frame = again is null && links.LastFrame() is { } link ? await frames.CopyAsync(record, link, cancellationToken) : null;
        var result = again is null ? new StoreResult(StoreKind.Stored) : NotStored(again);
        return result with { Video = video, MoreVideos = more, LastFrame = frame };
    }

    private TaskRecord? Storing(TaskRecord record)
        => record.IsTerminal || record.Stage == TaskStage.Storing
            ? null
            : record.Move(TaskState.Processing, TaskStage.Storing, "the provider has finished", time.GetUtcNow());

    private static StoreResult NotStored(CopyOutcome outcome) => outcome switch
    {
        CopyOutcome.TryAgain again => new StoreResult(StoreKind.TryAgain) { Failure = again.Failure },
        CopyOutcome.Failed failed => new StoreResult(StoreKind.Failed) { Failure = failed.Failure },
        _ => throw new InvalidOperationException($"Unforeseen outcome {outcome.GetType().Name}."),
    };
}
