using Microsoft.Azure.Functions.Worker;
using Seedance.Functions.Tasks;
using Seedance.Functions.Videos;
using Seedance.Providers;

namespace Seedance.Functions.Generation;

/// <summary>
/// Copies a finished video into Blob Storage. It asks the provider for the link itself, since links are short-lived secrets that do
/// not belong into an orchestration's history; a second run finds the blob complete and returns it.
/// </summary>
public sealed class StoreVideo(
    TaskRecords records, IVideoProviders providers, VideoStore videos, VideoCopier copier, VideoRemoval removal, TimeProvider time)
{
    /// <summary>Stores the video, or says why not.</summary>
    [Function(nameof(StoreVideo))]
    public async Task<StoreResult> RunAsync([ActivityTrigger] TaskReference input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var record = await records.ChangeAsync(input.Client, id, Storing, cancellationToken);
        // Its result has been recorded, and was deleted since: this run is a repetition that nobody waits for.
        var result = record.VideoDeletedAt is null ? await StoreAsync(record, cancellationToken) : Stored(record.Video!);
        if (result.Video is { } video) await removal.RemoveIfDeletedAsync(record, [video.Blob], cancellationToken);
        return result;
    }

    private async Task<StoreResult> StoreAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        if (await videos.FindAsync(VideoStore.NameOf(record), cancellationToken) is { } stored) return Stored(stored);

        var found = await providers.Get(record.Request.Provider).GetAsync(record.ProviderTaskId!, cancellationToken) as PollOutcome.Found;
        if (found?.Task.ResultUrls is not [var first, ..] || !Uri.TryCreate(first, UriKind.Absolute, out var link))
        {
            return TryAgain(TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The provider gave no link to the finished video."));
        }
        return await copier.CopyAsync(record, link, cancellationToken) switch
        {
            CopyOutcome.Stored copied => Stored(copied.Video),
            CopyOutcome.TryAgain again => TryAgain(again.Failure),
            CopyOutcome.Failed failed => new StoreResult(StoreKind.Failed) { Failure = failed.Failure },
            var outcome => throw new InvalidOperationException($"Unforeseen outcome {outcome.GetType().Name}."),
        };
    }

    private TaskRecord? Storing(TaskRecord record)
        => record.IsTerminal || record.Stage == TaskStage.Storing
            ? null
            : record.Move(TaskState.Processing, TaskStage.Storing, "the provider has finished", time.GetUtcNow());

    private static StoreResult Stored(StoredVideo video) => new(StoreKind.Stored) { Video = video };

    private static StoreResult TryAgain(TaskFailure failure) => new(StoreKind.TryAgain) { Failure = failure };
}
