using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

[JsonConverter(typeof(JsonStringEnumConverter<StoreKind>))]
public enum StoreKind
{
    Stored,

    /// <summary>Another attempt, with a fresh link, may succeed.</summary>
    TryAgain,
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

    internal static StoreResult Of(TaskFailure failure) => new(StoreKind.TryAgain) { Failure = failure };

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

    private static readonly StoreResult NoLink = StoreResult.Of(
        FailureCodes.VideoDownloadFailed, "The provider gave no link to the finished video.");

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
        List<VideoCopy> copies = [.. await videos.FindAllAsync(record, cancellationToken)];
        if (copies is [{ HasMore: false } only]) return new StoreResult(StoreKind.Stored) { Video = only.Video };

        var task = await LookAsync(record, cancellationToken);
        var result = await StoreAsync(record, task, copies, cancellationToken);
        // Links are short-lived, and each look at the provider gives fresh ones: an expired link causes one more look.
        if (result.Failure?.Code != FailureCodes.VideoLinkExpired) return result;
        return await LookAsync(record, cancellationToken) is { ResultUrls.Count: > 0 } fresh
            ? await StoreAsync(record, fresh, copies, cancellationToken)
            : result;
    }

    /// <summary>
    /// Copies what is missing. A link that cannot be read does not hold up the next ones, and what is no video is passed over; blobs are
    /// numbered as they come, so that neither leaves a gap.
    /// </summary>
    /// <param name="copies">What is stored; what this run stores is added.</param>
    private async Task<StoreResult> StoreAsync(
        TaskRecord record, ProviderTask? task, List<VideoCopy> copies, CancellationToken cancellationToken)
    {
        var links = LinksOf(task?.ResultUrls ?? []);
        var hasOthers = links.Count > 1 || task?.LastFrameUrl is not null;
        var found = new List<StoredVideo>();
        var (missing, none) = ((StoreResult?)(links.Count == 0 ? NoLink : null), (StoreResult?)null);
        foreach (var link in links)
        {
            var source = VideoStore.SourceOf(link);
            var result = copies.Find(copy => copy.Source == source) is { } copy
                ? new StoreResult(StoreKind.Stored) { Video = copy.Video }
                : await CopyAsync(link, source);
            if (result.Video is { } video) found.Add(video);
            else if (IsNone(link, result.Failure!)) none ??= result;
            else missing ??= result;
        }
        // In the provider's order, and then what it no longer names.
        List<StoredVideo> stored = [.. found.Concat(copies.Select(copy => copy.Video)).DistinctBy(video => video.Blob)];
        if (stored is not [var first, .. var more]) return missing ?? none!;
        return (missing ?? new StoreResult(StoreKind.Stored)) with
        {
            Video = first,
            MoreVideos = more,
            LastFrame = missing is null && LinkOf(task!.LastFrameUrl) is { } frame
                ? await CopyLastFrameAsync(record, frame, cancellationToken)
                : null,
        };

        async Task<StoreResult> CopyAsync(Uri link, string source)
        {
            var target = new CopyTarget(
                record, VideoStore.NameOf(record, copies.Count + 1), HasMore: copies.Count == 0 && hasOthers)
            {
                Source = source,
                Others = copies.ConvertAll(copy => copy.Video),
            };
            var result = await copier.CopyAsync(link, head => VideoContent.IsMp4(head) ? target : null, cancellationToken);
            if (result.Video is { } video && !target.Others.Contains(video)) copies.Add(new VideoCopy(video, source));
            return result;
        }
    }

    // What was not promised to be a video and is none: a report, a page. A file that was promised may come yet.
    private static bool IsNone(Uri link, TaskFailure failure)
        => failure.Code is FailureCodes.VideoNotValid or FailureCodes.VideoIsWebPage && VideoContent.NamesVideo(link) is null or false;

    // A link whose name rules out a video is asked only where there is no other.
    private static List<Uri> LinksOf(IEnumerable<string> urls)
    {
        var links = urls.Select(LinkOf).OfType<Uri>().Distinct().Take(MaxVideos).ToList();
        return links.FindAll(link => VideoContent.NamesVideo(link) is null or true) is { Count: > 0 } likely ? likely : links;
    }

    private static Uri? LinkOf(string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? link : null;

    private async Task<ProviderTask?> LookAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var outcome = await providers.Get(record.Request.Provider).GetAsync(record.ProviderTaskId!, cancellationToken);
        return (outcome as PollOutcome.Found)?.Task;
    }

    /// <summary>Null when it cannot be copied, whatever the reason: the task is complete without it.</summary>
    private async Task<StoredPicture?> CopyLastFrameAsync(TaskRecord record, Uri link, CancellationToken cancellationToken)
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
