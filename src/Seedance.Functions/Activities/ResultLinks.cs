namespace Seedance.Functions.Activities;

/// <summary>
/// The links to what a provider has made. They are short-lived, and each look gives fresh ones: one that turns out to be dead causes
/// one more look at once, and only one.
/// </summary>
internal sealed class ResultLinks(IVideoProvider provider, string providerTaskId)
{
    /// <summary>Far more than any provider gives; the record's row has to hold them.</summary>
    public const int MaxVideos = 100;

    /// <summary>What becomes of a video to which the provider gives no link.</summary>
    public static readonly CopyOutcome.TryAgain None = new(
        TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The provider gave no link to the finished video."));

    private ProviderTask? _task;
    private bool _refreshed;

    /// <summary>How many videos there are.</summary>
    public int Count => Math.Min(_task?.ResultUrls.Count ?? 0, MaxVideos);

    /// <summary>Whether there is more than one result: another video, or a last frame.</summary>
    public bool HasMore => Count > 1 || _task?.LastFrameUrl is not null;

    /// <summary>The link to a video, from 1, or null when there is none that can be used.</summary>
    public Uri? Video(int number) => number <= Count ? Usable(_task!.ResultUrls[number - 1]) : null;

    /// <summary>The link to the last frame, or null.</summary>
    public Uri? LastFrame() => Usable(_task?.LastFrameUrl);

    /// <summary>Asks the provider.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
        => _task = (await provider.GetAsync(providerTaskId, cancellationToken) as PollOutcome.Found)?.Task ?? _task;

    /// <summary>Copies, and once more from a fresh link when the link was dead.</summary>
    public async Task<CopyOutcome> CopyAsync(int number, Func<Uri, Task<CopyOutcome>> copy, CancellationToken cancellationToken)
    {
        var outcome = await CopyAsync(number, copy);
        if (_refreshed || outcome is not CopyOutcome.TryAgain { Failure.Code: FailureCodes.VideoLinkExpired }) return outcome;
        _refreshed = true;
        await ReadAsync(cancellationToken);
        return await CopyAsync(number, copy);
    }

    private async Task<CopyOutcome> CopyAsync(int number, Func<Uri, Task<CopyOutcome>> copy) => Video(number) is { } link
        ? await copy(link)
        : None;

    private static Uri? Usable(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) ? uri : null;
}
