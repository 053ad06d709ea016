using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

[JsonConverter(typeof(JsonStringEnumConverter<StoreKind>))]
public enum StoreKind
{
    Stored,

    /// <summary>Another attempt, with a fresh link, may succeed.</summary>
    TryAgain,

    /// <summary>No attempt will ever succeed.</summary>
    Failed,
}

public sealed record StoreResult(StoreKind Kind)
{
    /// <summary>The video, when it is stored; also while further ones are to be tried again.</summary>
    public StoredVideo? Video { get; init; }

    /// <summary>Further videos that are stored, when the provider gave more than one.</summary>
    public IReadOnlyList<StoredVideo> MoreVideos { get; init; } = [];

    /// <summary>The last frame, when the provider offered one and it is stored.</summary>
    public StoredPicture? LastFrame { get; init; }

    /// <summary>The name of every blob that is stored.</summary>
    [JsonIgnore]
    public IEnumerable<string> StoredBlobs
        => MoreVideos.Select(video => video.Blob).Concat(new[] { Video?.Blob, LastFrame?.Blob }.OfType<string>());

    /// <summary>Why not everything is stored.</summary>
    public TaskFailure? Failure { get; init; }

    internal static StoreResult Of(TaskFailure failure)
        => new(failure.Code == FailureCodes.VideoDestinationNotAllowed ? StoreKind.Failed : StoreKind.TryAgain) { Failure = failure };

    internal static StoreResult Of(string code, string message) => Of(TaskFailure.Of(code, message));
}

/// <summary>
/// Copies a task's results into Blob Storage: the video, further videos where there are several, and the last frame where one is
/// offered. It asks the provider for the links itself, since links are short-lived secrets that must not be in an orchestration's
/// history. A second run finds the blobs and returns them.
/// </summary>
public sealed partial class StoreVideo(
    TaskRecords records, VideoProviders providers, VideoStore videos, VideoCopier copier, TimeProvider time, ILogger<StoreVideo> logger)
{
    // Far more than any provider gives; the record's row has to hold them.
    private const int MaxVideos = 100;

    /// <summary>Stores the results, or says why not, and what is stored already.</summary>
    [Function(nameof(StoreVideo))]
    public async Task<StoreResult> RunAsync([ActivityTrigger] TaskReference input, CancellationToken cancellationToken)
    {
        var record = await records.ChangeAsync(input.Client, input.TaskId, Storing, cancellationToken);
        // The result was recorded and then deleted: nothing waits for this second run.
        if (record.VideoDeletedAt is not null)
        {
            return new StoreResult(StoreKind.Stored) { Video = record.Video, MoreVideos = record.MoreVideos, LastFrame = record.LastFrame };
        }
        var result = await StoreAsync(record, cancellationToken);
        // A deletion marks the record before it deletes the blobs, and this reads the record after its blobs exist: one sees the other.
        if (result.Video is not null && (await records.FindAsync(record.Client, record.Id, cancellationToken))?.VideoDeletedAt is not null)
        {
            await videos.DeleteAsync(result.StoredBlobs, cancellationToken);
        }
        return result;
    }

    private async Task<StoreResult> StoreAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var (first, hasMore) = await videos.FindFirstAsync(record, cancellationToken);
        if (first is not null && !hasMore) return new StoreResult(StoreKind.Stored) { Video = first };

        var (task, isRefreshed) = (await LookAsync(record, cancellationToken), false);
        if (task is not { ResultUrls.Count: > 0 and var found }) return VideoCopier.NoLink with { Video = first };
        var count = Math.Min(found, MaxVideos);
        var hasOthers = count > 1 || task.LastFrameUrl is not null;
        var results = new List<StoreResult>();
        for (var number = 1; number <= count; number++)
        {
            var video = number == 1 ? first : await videos.FindAsync(VideoStore.NameOf(record, number), cancellationToken);
            results.Add(video is null ? await CopyAsync(number) : new StoreResult(StoreKind.Stored) { Video = video });
            if (results[0].Video is null) return results[0];
        }
        // A further video that will never come does not keep the task from its end.
        var missing = results.Find(result => result.Kind == StoreKind.TryAgain);
        return (missing ?? results[0]) with
        {
            Video = results[0].Video,
            MoreVideos = [.. results.Skip(1).Select(result => result.Video).OfType<StoredVideo>()],
            LastFrame = missing is null && task.LastFrameUrl is { } link ? await CopyLastFrameAsync(record, link, cancellationToken) : null,
        };

        // Links are short-lived, and each look at the provider gives fresh ones: an expired link causes one more look.
        async Task<StoreResult> CopyAsync(int number)
        {
            var target = new CopyTarget(record, VideoStore.NameOf(record, number), HasMore: number == 1 && hasOthers);
            var result = await copier.CopyAsync(
                task.ResultUrls.ElementAtOrDefault(number - 1), head => VideoContent.IsMp4(head) ? target : null, cancellationToken);
            if (isRefreshed || result.Failure?.Code != FailureCodes.VideoLinkExpired) return result;
            (task, isRefreshed) = (await LookAsync(record, cancellationToken) ?? task, true);
            return await CopyAsync(number);
        }
    }

    private async Task<ProviderTask?> LookAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var outcome = await providers.Get(record.Request.Provider).GetAsync(record.ProviderTaskId!, cancellationToken);
        return (outcome as PollOutcome.Found)?.Task;
    }

    /// <summary>Null when it cannot be copied, whatever the reason: the task is complete without it.</summary>
    private async Task<StoredPicture?> CopyLastFrameAsync(TaskRecord record, string link, CancellationToken cancellationToken)
    {
        try
        {
            var result = await copier.CopyAsync(
                link,
                head => VideoContent.PictureType(head) is (var extension, var mediaType)
                    ? new CopyTarget(record, VideoStore.LastFrameNameOf(record, extension), mediaType)
                    : null,
                cancellationToken);
            if (result.Video is { } frame) return new StoredPicture(frame.Blob, frame.Bytes, frame.Sha256);
            LogNoLastFrame(record.Id.ToString(), result.Failure!.Code);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoLastFrame(record.Id.ToString(), failure.GetType().Name);
        }
        return null;
    }

    private TaskRecord? Storing(TaskRecord record)
        => record.IsTerminal || record.Stage == TaskStage.Storing
            ? null
            : record.Move(TaskState.Processing, TaskStage.Storing, "the provider has finished", time.GetUtcNow());

    [LoggerMessage(1, LogLevel.Warning, "The last frame of task {TaskId} is not stored: {Reason}.")]
    private partial void LogNoLastFrame(string taskId, string reason);
}
