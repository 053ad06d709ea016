using System.Net.Http.Headers;
using Seedance.Functions.Options;

namespace Seedance.Functions.Activities;

/// <summary>
/// Reads a file from a provider's link, block by block. Where a connection breaks, it is resumed if a strong ETag proves that the
/// rest belongs to the same file (RFC 9110, 8.8.1 and 13.1.5); otherwise the file starts over.
/// </summary>
internal sealed class VideoDownload(HttpClient client, Uri link, VideoOptions options, TimeProvider time, CancellationToken stopping)
    : IDisposable
{
    // In a row, without a further block between them. A server that breaks off every time is left to a later run.
    private const int MaxBreaks = 4;

    private readonly CancellationTokenSource _timeout = new(Timeout.InfiniteTimeSpan, time);
    private readonly DateTimeOffset _endsAt = time.GetUtcNow() + TimeSpan.FromMinutes(options.TotalTimeoutMinutes);
    private readonly List<long> _breaks = [];
    private DateTimeOffset _blockEndsAt;
    private long _farthest;
    private HttpResponseMessage? _response;
    private EntityTagHeaderValue? _tag;
    private long? _length;

    /// <summary>Where in the file the last block starts; 0 once more when the file started over.</summary>
    public long Start { get; private set; }

    /// <summary>How many bytes of the last block were read.</summary>
    public int Filled { get; private set; }

    /// <summary>How many bytes of the file were read.</summary>
    public long Position => Start + Filled;

    public bool IsAtEnd { get; private set; }

    public string? MediaType => _response?.Content.Headers.ContentType?.MediaType;

    /// <summary>Fills a block, and less only at the end of the file. Null, or why there is no such block.</summary>
    public async Task<TaskFailure?> ReadAsync(Memory<byte> block)
    {
        using var stop = stopping.UnsafeRegister(static timeout => ((CancellationTokenSource)timeout!).Cancel(), _timeout);
        _blockEndsAt = time.GetUtcNow() + TimeSpan.FromSeconds(
            Math.Max(options.IdleTimeoutSeconds, (double)block.Length / options.MinimumBytesPerSecond));
        (Start, Filled) = (Position, 0);
        while (Filled < block.Length && !IsAtEnd)
        {
            try
            {
                if (_response is null && await ConnectAsync() is { } refusal) return refusal;
                var content = await _response!.Content.ReadAsStreamAsync(StartWaiting());
                var read = await content.ReadAsync(block[Filled..], StartWaiting());
                Filled += read;
                IsAtEnd = Position == _length || (read == 0 && _length is null);
                if (read > 0 || IsAtEnd) continue;
            }
            catch (Exception failure) when (DestinationNotAllowedException.IsCauseOf(failure))
            {
                // Says no more: the message may reach the one who chose the link.
                return TaskFailure.Of(FailureCodes.VideoDestinationNotAllowed);
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                return TaskFailure.Of(FailureCodes.VideoDownloadTooSlow);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                if (_response is null) return TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The provider's link could not be reached.");
            }
            Disconnect();
            _breaks.Add(Position);
            if (_breaks.Count == MaxBreaks) return BrokenOff();
        }
        // While the caller stores the block, the provider is not to blame for the time.
        _timeout.CancelAfter(Timeout.InfiniteTimeSpan);
        if (Position > _farthest) _breaks.Clear();
        _farthest = Math.Max(_farthest, Position);
        return Position > options.MaxBytes ? TooLarge() : null;
    }

    public void Dispose()
    {
        Disconnect();
        client.Dispose();
        _timeout.Dispose();
    }

    /// <summary>Asks for the rest of the file, or for the whole of it. Null, or why it does not come.</summary>
    private async Task<TaskFailure?> ConnectAsync()
    {
        _response = await SendAsync();
        var status = (int)_response.StatusCode;
        if (IsRest(_response)) return null;
        if (_tag is not null && status is 206 or 400 or 412 or 416 or 501)
        {
            // A part of something else, or it may be the range alone that the server refuses.
            _tag = null;
            Disconnect();
            return await ConnectAsync();
        }
        if (status != 200) return Refused(status);

        (Start, Filled) = (0, 0);
        _tag = _response.Headers.ETag is { IsWeak: false } tag ? tag : null;
        _length = _response.Content.Headers.ContentLength;
        return _length > options.MaxBytes ? TooLarge() : null;
    }

    private async Task<HttpResponseMessage> SendAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        // Nothing is decoded here, and a part of something encoded is no part of the file.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (_tag is not null && Position > 0)
        {
            (request.Headers.Range, request.Headers.IfRange) = (new RangeHeaderValue(Position, null), new RangeConditionHeaderValue(_tag));
        }
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, StartWaiting());
    }

    /// <summary>Starts the time in which the next bytes have to come.</summary>
    private CancellationToken StartWaiting()
    {
        var now = time.GetUtcNow();
        var until = new[] { now + TimeSpan.FromSeconds(options.IdleTimeoutSeconds), _blockEndsAt, _endsAt }.Min();
        if (until > now) _timeout.CancelAfter(until - now);
        else _timeout.Cancel();
        return _timeout.Token;
    }

    private void Disconnect()
    {
        _response?.Dispose();
        _response = null;
    }

    // A server may leave out of a part what it said of the whole.
    private bool IsRest(HttpResponseMessage response)
        => response.StatusCode == HttpStatusCode.PartialContent
            && _tag is not null && (response.Headers.ETag ?? _tag).Equals(_tag)
            && response.Content.Headers.ContentRange is { } range && range.From == Position
            && (range.Length ?? _length) == (_length ?? range.Length);

    private TaskFailure BrokenOff() => _breaks[0] > 0 && _breaks.TrueForAll(end => end == _breaks[0])
        ? TaskFailure.Of(FailureCodes.VideoIncomplete, $"The connection ended after {_breaks[0]} bytes of the video, {MaxBreaks} times.")
        : TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The download broke off.");

    private TaskFailure TooLarge() => TaskFailure.Of(
        FailureCodes.VideoTooLarge, $"The video is larger than the {options.MaxBytes} bytes that are stored here at most.");

    private static TaskFailure Refused(int status) => status switch
    {
        403 or 404 or 410 => TaskFailure.Of(FailureCodes.VideoLinkExpired, $"The provider's link answered {status}."),
        >= 300 and < 400 and not 304 => TaskFailure.Of(
            FailureCodes.VideoLinkRedirected, $"The provider's link redirects ({status}), which is not followed."),
        _ => TaskFailure.Of(FailureCodes.VideoDownloadFailed, $"The provider's link answered {status}."),
    };
}
