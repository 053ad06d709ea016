using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// One run of copying one video. A connection that breaks is taken up again where it broke; what a run leaves staged, the next one
/// goes on from. Either only with bytes that are proved to be of one version; otherwise it starts over.
/// </summary>
internal sealed class VideoCopy(
    VideoStore videos, ServerSideCopy serverSide, CopyTarget target, VideoDownload download, DownloadClock clock, long maxBytes)
    : IAsyncDisposable
{
    // In a row, without a whole block between. A server that breaks off there every time is left to a later run.
    private const int FruitlessLimit = 4;

    private BlockUpload? _blocks;
    private SourceVersion _version = new(null, null);
    private string? _mediaType;
    private bool _streams = !serverSide.Serves(download.Link);

    private long Position => _blocks?.Position ?? 0;

    public async Task<CopyOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var reply = await BeginAsync(cancellationToken);
        var ends = new List<long>();
        while (true)
        {
            var before = _blocks?.StagedBytes ?? 0;
            if (reply is DownloadReply.Refused refused) return new CopyOutcome.TryAgain(refused.Failure);
            if (reply is DownloadReply.Nothing nothing) return await EndAsync(nothing.Length, cancellationToken);
            if (await TakeAsync((DownloadReply.Content)reply, cancellationToken) is { } outcome) return outcome;

            if (_version.Validator is not null && _blocks!.StagedBytes > before) ends.Clear();
            ends.Add(Position);
            if (ends.Count == FruitlessLimit) return BrokenOff(ends);
            clock.EndBlock();
            reply = _version.Validator is null ? await download.WholeAsync() : await download.RestAsync(_version, Position);
        }
    }

    public ValueTask DisposeAsync() => _blocks?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Asks for the whole, or, where an earlier run has left blocks of this very version, for the rest.</summary>
    private async Task<DownloadReply> BeginAsync(CancellationToken cancellationToken)
    {
        var staged = await videos.StagedAsync(target.Name, cancellationToken);
        if (staged.IsEmpty) return await download.WholeAsync();
        var reply = await download.FirstByteAsync();
        if (reply is DownloadReply.Nothing or DownloadReply.WrongPart) return await download.WholeAsync();
        // A server that knows no ranges has answered with the whole.
        if (reply is not DownloadReply.Content { IsPart: true } part) return reply;

        using var answer = part.Answer;
        var usable = staged.From(FingerprintOf(part.Version), part.Version.Length, BlockUpload.BlockBytes);
        if (usable.Count == 0) return await download.WholeAsync();
        await BeginAsync(part.Version, usable);
        return Position == _version.Length ? new DownloadReply.Nothing(Position) : await download.RestAsync(_version, Position);
    }

    private async Task BeginAsync(SourceVersion version, IReadOnlyList<BlockId> staged)
    {
        await DisposeAsync();
        _version = version;
        _blocks = new BlockUpload(videos, target.Name, FingerprintOf(version), staged, version.Length);
    }

    /// <summary>Takes in what an answer gives; null when it broke off.</summary>
    private async Task<CopyOutcome?> TakeAsync(DownloadReply.Content reply, CancellationToken cancellationToken)
    {
        using var answer = reply.Answer;
        if (!reply.IsPart) await BeginAsync(reply.Version, []);
        if (_version.Length > maxBytes) return TooLarge();
        _mediaType = answer.Content.Headers.ContentType?.MediaType ?? _mediaType;
        await using var content = await answer.Content.ReadAsStreamAsync(clock.Token);
        while (await ReadAsync(content) is { } read)
        {
            if (read == 0) return Position < _version.Length ? null : await EndAsync(_version.Length, cancellationToken);
            if (Position > maxBytes) return TooLarge();
            if (!_blocks!.Free.IsEmpty) continue;
            clock.EndBlock();
            if (await StageAsync(cancellationToken) is { } refused) return refused;
            if (!_streams) return await FetchAsync(cancellationToken);
        }
        return null;
    }

    private async Task<int?> ReadAsync(Stream content)
    {
        clock.Wait();
        try
        {
            var read = await content.ReadAsync(_blocks!.Free, clock.Token);
            _blocks.Take(read);
            return read;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Lets Blob Storage fetch the rest by itself; null when it could not, and the rest is to be streamed.</summary>
    private async Task<CopyOutcome?> FetchAsync(CancellationToken cancellationToken)
    {
        _streams = true;
        await serverSide.FetchAsync(_blocks!, target.Name, download.Link, _version, clock.Token);
        if (Position != _version.Length) return null;
        // Storage has been told the version; this asks the provider whether it is still that one.
        var reply = await download.FirstByteAsync();
        using var answer = (reply as DownloadReply.Content)?.Answer;
        return answer is not null && _version.CanBe(answer)
            ? await EndAsync(_version.Length, cancellationToken)
            : Again(FailureCodes.VideoDownloadFailed, "The video changed while it was copied.");
    }

    private async Task<CopyOutcome?> StageAsync(CancellationToken cancellationToken)
    {
        if (_blocks!.Ids.Count == 0 && !Mp4.BeginsLikeOne(_blocks.Filled.Span))
        {
            return WebPage.IsOne(_mediaType, _blocks.Filled.Span)
                ? Again(FailureCodes.VideoIsWebPage, "The provider's link gave a web page instead of the video.")
                : Again(FailureCodes.VideoNotValid, "What the provider's link gave is not an MP4 video.");
        }
        await _blocks.StageAsync(cancellationToken);
        return null;
    }

    /// <summary>All that there is has come: makes it the blob, if it is whole.</summary>
    private async Task<CopyOutcome> EndAsync(long? length, CancellationToken cancellationToken)
    {
        clock.EndBlock();
        if (Position == 0) return Again(FailureCodes.VideoEmpty, "The provider's link gave nothing.");
        if (_blocks!.Filled.Length > 0 && await StageAsync(cancellationToken) is { } refused) return refused;
        if ((length ?? Position) != Position || (_version.Length ?? Position) != Position || _blocks.IsCut)
        {
            return Again(FailureCodes.VideoIncomplete, $"The video ends after {Position} bytes, before its end.");
        }
        var sha256 = await _blocks.CompleteAsync();
        return await videos.CommitAsync(target, Position, sha256, _blocks.Ids, cancellationToken) is { } stored
            ? new CopyOutcome.Stored(stored)
            : Again(FailureCodes.StorageFailed, "Blob Storage no longer has what was staged.");
    }

    private CopyOutcome.TryAgain BrokenOff(List<long> ends) => ends.TrueForAll(end => end == ends[0]) && ends[0] > 0
        ? Again(FailureCodes.VideoIncomplete, $"The video ended after {ends[0]} of {_version.Length} bytes, {ends.Count} times.")
        : Again(FailureCodes.VideoDownloadFailed, "The download broke off.");

    private string FingerprintOf(SourceVersion version) => version.Fingerprint(target.Name, download.Link, BlockUpload.BlockBytes);

    private CopyOutcome.TryAgain TooLarge() => Again(
        FailureCodes.VideoTooLarge, $"The video is larger than the {maxBytes} bytes that are stored here at most.");

    private static CopyOutcome.TryAgain Again(string code, string message) => new(TaskFailure.Of(code, message));
}
