using System.Net.Http.Headers;
using Seedance.Functions.Options;

namespace Seedance.Functions.Activities;

/// <summary>
/// Reads a video from a provider's link, block by block. Where a connection breaks, it is resumed if a strong validator proves that
/// the rest belongs to the same video (RFC 9110, 8.8.1 and 13.1.5); otherwise the video starts over.
/// </summary>
internal sealed class VideoDownload : IDisposable
{
    // In a row, without a further block between them. A server that breaks off every time is left to a later run.
    private const int MaxBreaks = 4;

    // RFC 9110, 8.8.2.2: a resource may change twice within a second; a minute covers clocks that differ.
    private static readonly TimeSpan OldEnough = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client;
    private readonly Uri _link;
    private readonly VideoOptions _options;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _endsAt;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _cancellation;
    private readonly List<long> _breaks = [];
    private DateTimeOffset _blockEndsAt;
    private long _farthest;
    private HttpResponseMessage? _response;
    private RangeConditionHeaderValue? _validator;
    private long? _length;

    /// <summary>Starts the time of a run.</summary>
    public VideoDownload(HttpClient client, Uri link, VideoOptions options, TimeProvider time, CancellationToken stopping)
    {
        (_client, _link, _options, _time, _stopping) = (client, link, options, time, stopping);
        _endsAt = time.GetUtcNow() + TimeSpan.FromMinutes(options.TotalTimeoutMinutes);
        _timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping, _timeout.Token);
    }

    /// <summary>Where in the video the block starts that was read last; 0 again when the video started over.</summary>
    public long Start { get; private set; }

    /// <summary>How many bytes of the block were read.</summary>
    public int Filled { get; private set; }

    /// <summary>How many bytes of the video were read.</summary>
    public long Position => Start + Filled;

    public bool IsAtEnd { get; private set; }

    public string? MediaType { get; private set; }

    /// <summary>Fills a block, and less only at the end of the video. Null, or why there is no such block.</summary>
    public async Task<TaskFailure?> ReadAsync(Memory<byte> block)
    {
        try
        {
            (Start, Filled) = (Position, 0);
            _blockEndsAt = _time.GetUtcNow() + TimeSpan.FromSeconds(
                Math.Max(_options.IdleTimeoutSeconds, (double)block.Length / _options.MinimumBytesPerSecond));
            var failure = await FillAsync(block);
            // The time in which the caller stores the block is not the provider's.
            _timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            return failure;
        }
        catch (Exception failure) when (DestinationNotAllowedException.IsCauseOf(failure))
        {
            // Says no more: it may reach the one who chose the link.
            return TaskFailure.Of(FailureCodes.VideoDestinationNotAllowed);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            return TaskFailure.Of(FailureCodes.VideoDownloadTooSlow, "The download stood still for too long, or was too slow.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The provider's link could not be reached.");
        }
    }

    public void Dispose()
    {
        _response?.Dispose();
        _client.Dispose();
        _cancellation.Dispose();
        _timeout.Dispose();
    }

    private async Task<TaskFailure?> FillAsync(Memory<byte> block)
    {
        while (Filled < block.Length && !IsAtEnd)
        {
            if (_response is null && await ConnectAsync() is { } failure) return failure;
            var read = await TryReadAsync(block[Filled..]);
            Filled += read ?? 0;
            IsAtEnd = Position == _length || (read == 0 && _length is null);
            if (read > 0 || IsAtEnd) continue;

            _response!.Dispose();
            _response = null;
            _breaks.Add(Position);
            if (_breaks.Count == MaxBreaks) return BrokenOff();
        }
        if (Position > _farthest) _breaks.Clear();
        _farthest = Math.Max(_farthest, Position);
        return Position > _options.MaxBytes ? TooLarge() : null;
    }

    /// <summary>The bytes that came, 0 at the end of the response, or null when the connection broke.</summary>
    private async Task<int?> TryReadAsync(Memory<byte> buffer)
    {
        try
        {
            var content = await _response!.Content.ReadAsStreamAsync(_cancellation.Token);
            return await content.ReadAsync(buffer, StartWaiting());
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Asks for the rest of the video, or for the whole of it. Null, or why it does not come.</summary>
    private async Task<TaskFailure?> ConnectAsync()
    {
        var from = _validator is null ? 0 : Position;
        _response = await SendAsync(from);
        if (from > 0 && IsRest(_response, from)) return null;
        // It may be the range alone that the server refuses.
        if (from > 0 && (int)_response.StatusCode is (206 or 400 or 412 or 416 or 501))
        {
            _response.Dispose();
            _response = await SendAsync(0);
        }
        if (_response.StatusCode != HttpStatusCode.OK) return Refused((int)_response.StatusCode);

        (Start, Filled) = (0, 0);
        (_validator, _length) = (ValidatorOf(_response), _response.Content.Headers.ContentLength);
        MediaType = _response.Content.Headers.ContentType?.MediaType;
        return _length > _options.MaxBytes ? TooLarge() : null;
    }

    private async Task<HttpResponseMessage> SendAsync(long from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _link);
        // Nothing is decoded here, and a part of something encoded is no part of the video.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (from > 0) (request.Headers.Range, request.Headers.IfRange) = (new RangeHeaderValue(from, null), _validator);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, StartWaiting());
    }

    /// <summary>Starts the time in which the next bytes have to come.</summary>
    private CancellationToken StartWaiting()
    {
        var now = _time.GetUtcNow();
        var idleUntil = now + TimeSpan.FromSeconds(_options.IdleTimeoutSeconds);
        var until = new[] { idleUntil, _blockEndsAt, _endsAt }.Min();
        if (until > now) _timeout.CancelAfter(until - now);
        else _timeout.Cancel();
        return _cancellation.Token;
    }

    /// <summary>Whether it is the rest of the same video. A server may leave out of a part what it said of the whole.</summary>
    private bool IsRest(HttpResponseMessage response, long from)
        => response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange is { } range && range.From == from
            && (range.Length is null || _length is null || range.Length == _length)
            && (response.Headers.ETag is not { } tag || tag.Equals(_validator?.EntityTag))
            && (response.Content.Headers.LastModified is not { } modified || _validator?.Date is not { } date || modified == date);

    /// <summary>What goes into <c>If-Range</c>: an ETag that is not weak, or, where there is none, an old enough date.</summary>
    private static RangeConditionHeaderValue? ValidatorOf(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { } tag) return tag.IsWeak ? null : new RangeConditionHeaderValue(tag);
        return response.Content.Headers.LastModified is { } modified && response.Headers.Date - modified >= OldEnough
            ? new RangeConditionHeaderValue(modified)
            : null;
    }

    private TaskFailure BrokenOff() => _breaks.TrueForAll(end => end == _breaks[0]) && _breaks[0] > 0
        ? TaskFailure.Of(FailureCodes.VideoIncomplete, $"The connection ended after {_breaks[0]} bytes of the video, {MaxBreaks} times.")
        : TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The download broke off.");

    private TaskFailure TooLarge() => TaskFailure.Of(
        FailureCodes.VideoTooLarge, $"The video is larger than the {_options.MaxBytes} bytes that are stored here at most.");

    private static TaskFailure Refused(int status) => status switch
    {
        403 or 404 or 410 => TaskFailure.Of(FailureCodes.VideoLinkExpired, $"The provider's link answered {status}."),
        >= 300 and < 400 and not 304 => TaskFailure.Of(
            FailureCodes.VideoLinkRedirected, $"The provider's link redirects ({status}), which is not followed."),
        _ => TaskFailure.Of(FailureCodes.VideoDownloadFailed, $"The provider's link answered {status}."),
    };
}
