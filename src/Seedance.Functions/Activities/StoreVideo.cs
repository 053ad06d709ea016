using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>How storing a video ended.</summary>
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
    public IEnumerable<string> StoredBlobs => new[] { Video?.Blob, LastFrame?.Blob }.OfType<string>().Concat(MoreVideos.Select(video => video.Blob));

    /// <summary>Why not everything is stored.</summary>
    public TaskFailure? Failure { get; init; }

    internal static StoreResult Of(TaskFailure failure)
        => new(failure.Code == FailureCodes.VideoDestinationNotAllowed ? StoreKind.Failed : StoreKind.TryAgain) { Failure = failure };
}

/// <summary>
/// Copies a task's results into Blob Storage: the video, further videos where there are several, and the last frame where one is
/// offered. It asks the provider for the links itself, since links are short-lived secrets that must not be in an orchestration's
/// history. A second run finds the blobs and returns them.
/// </summary>
public sealed class StoreVideo(TaskRecords records, IVideoProviders providers, VideoStore videos, VideoCopier copier, TimeProvider time)
{
    // Far more than any provider gives; the record's row has to hold them.
    private const int MaxVideos = 100;

    /// <summary>Stores the results, or says why not, and what is stored already.</summary>
    [Function(nameof(StoreVideo))]
    public async Task<StoreResult> RunAsync([ActivityTrigger] TaskReference input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var record = await records.ChangeAsync(input.Client, id, Storing, cancellationToken);
        // The result was recorded and then deleted: nothing waits for this second run.
        if (record.VideoDeletedAt is not null)
        {
            return new StoreResult(StoreKind.Stored) { Video = record.Video, MoreVideos = record.MoreVideos, LastFrame = record.LastFrame };
        }
        var result = await StoreAsync(record, cancellationToken);
        // A deletion marks the record before it deletes the blobs, and this reads the record after its blobs exist: one sees the other.
        if (result.Video is not null && (await records.FindAsync(record.Client, id, cancellationToken))?.VideoDeletedAt is not null)
        {
            await videos.DeleteAsync(result.StoredBlobs, cancellationToken);
        }
        return result;
    }

    private async Task<StoreResult> StoreAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var (first, hasMore) = await videos.FindFirstAsync(record, cancellationToken);
        if (first is not null && !hasMore) return new StoreResult(StoreKind.Stored) { Video = first };

        var links = new Links(providers.Get(record.Request.Provider), record.ProviderTaskId!);
        await links.RefreshAsync(cancellationToken);
        var stored = new List<StoredVideo>();
        var failure = links.Count == 0 ? Links.None : null;
        for (var number = 1; number <= Math.Max(links.Count, 1); number++)
        {
            var target = new CopyTarget(record, VideoStore.NameOf(record, number), HasMore: number == 1 && links.HasMore);
            var result = await videos.FindAsync(target.Name, cancellationToken) is { } found
                ? new StoreResult(StoreKind.Stored) { Video = found }
                : await CopyAsync(links, target, number, cancellationToken);
            if (number == 1 && result.Video is null) return result;
            if (result.Video is not null) stored.Add(result.Video);
            // A further video that will never come does not keep the task from its end.
            if (result.Kind == StoreKind.TryAgain) failure ??= result.Failure;
        }
        var all = failure is null ? new StoreResult(StoreKind.Stored) : StoreResult.Of(failure);
        return all with
        {
            Video = stored[0],
            MoreVideos = stored[1..],
            LastFrame = failure is null && links.LastFrame is { } frame
                ? await copier.CopyLastFrameAsync(record, frame, cancellationToken)
                : null,
        };
    }

    /// <summary>Copies, and once more from a fresh link when the link has expired.</summary>
    private async Task<StoreResult> CopyAsync(Links links, CopyTarget target, int number, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (links.Video(number) is not { } link) return StoreResult.Of(Links.None);
            var result = await copier.CopyAsync(target, link, cancellationToken);
            if (result.Failure?.Code != FailureCodes.VideoLinkExpired || links.AreFresh) return result;
            await links.RefreshAsync(cancellationToken);
        }
    }

    private TaskRecord? Storing(TaskRecord record)
        => record.IsTerminal || record.Stage == TaskStage.Storing
            ? null
            : record.Move(TaskState.Processing, TaskStage.Storing, "the provider has finished", time.GetUtcNow());

    /// <summary>The links to a task's results, as the provider last gave them.</summary>
    private sealed class Links(IVideoProvider provider, string providerTaskId)
    {
        public static readonly TaskFailure None = TaskFailure.Of(
            FailureCodes.VideoDownloadFailed, "The provider gave no link to the finished video.");

        private ProviderTask? _task;
        private int _looks;

        public int Count => Math.Min(_task?.ResultUrls.Count ?? 0, MaxVideos);

        public bool HasMore => Count > 1 || _task?.LastFrameUrl is not null;

        /// <summary>Whether the provider was asked once more: it is not asked a third time in one run.</summary>
        public bool AreFresh => _looks > 1;

        public Uri? LastFrame => Usable(_task?.LastFrameUrl);

        /// <param name="number">Which of the videos, from 1.</param>
        public Uri? Video(int number) => number <= Count ? Usable(_task!.ResultUrls[number - 1]) : null;

        public async Task RefreshAsync(CancellationToken cancellationToken)
        {
            _looks++;
            _task = (await provider.GetAsync(providerTaskId, cancellationToken) as PollOutcome.Found)?.Task ?? _task;
        }

        private static Uri? Usable(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) ? uri : null;
    }
}
