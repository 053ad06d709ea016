using System.IO.Compression;
using System.Net.Http.Headers;
using Seedance.Functions.Options;

namespace Seedance.Functions.Activities;

/// <summary>
/// Reads a file from a provider's link, block by block. Where a connection breaks, it is resumed if a strong ETag proves that the
/// rest belongs to the same file (RFC 9110, 8.8.1 and 13.1.5); otherwise the file starts over. Redirects are followed, each of them to
/// an address that is allowed; the rest of a file is asked for at the link again.
/// </summary>
internal sealed class VideoDownload(
    HttpClient client, Uri link, HostList hosts, VideoOptions options, TimeProvider time, CancellationToken stopping)
    : IDisposable
{
    // In a row, without a further block between them. A server that breaks off every time is left to a later run.
    private const int MaxBreaks = 4;
    private const int MaxRedirects = 3;

    private readonly CancellationTokenSource _timeout = new(Timeout.InfiniteTimeSpan, time);
    private readonly DateTimeOffset _endsAt = time.GetUtcNow() + TimeSpan.FromMinutes(options.TotalTimeoutMinutes);
    private readonly List<long> _breaks = [];
    private DateTimeOffset _blockEndsAt;
    private long _farthest;
    private HttpResponseMessage? _response;
    private Stream? _content;
    private long _responseEnd;
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;
    private bool _comesInParts;
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
                if (_content is null && await ConnectAsync() is { } refusal) return refusal;
                var room = (int)Math.Min(block.Length - Filled, _responseEnd - Position);
                var read = await _content!.ReadAsync(block.Slice(Filled, room), StartWaiting());
                Filled += read;
                IsAtEnd = Position == _length || (read == 0 && _length is null);
                if (IsAtEnd || (read > 0 && Position < _responseEnd)) continue;
                if (read > 0)
                {
                    // The end of a part, as announced.
                    Disconnect();
                    continue;
                }
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
            // What each decoder throws at data that it cannot read.
            catch (Exception failure) when (_content is not null && failure is InvalidDataException or InvalidOperationException)
            {
                return TaskFailure.Of(FailureCodes.VideoIncomplete, "The provider sent the video compressed, and it cannot be unpacked.");
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
        // A host that sends parts unasked gives the rest in no other way, with a strong ETag or without.
        var asksForRest = Position > 0 && (_comesInParts || _tag is { IsWeak: false });
        if (await SendAsync(asksForRest) is { } failure) return failure;
        var (response, status, decoder) = (_response!, (int)_response!.StatusCode, DecoderOf(_response));
        var range = status == 206 ? response.Content.Headers.ContentRange : null;
        if (!asksForRest || !IsRest(response, range) || decoder is not null)
        {
            if (asksForRest && status is 206 or 400 or 412 or 416 or 501)
            {
                if (_comesInParts) return Incomplete($"The provider gives the first {Position} bytes of the video, and not the rest.");
                // A part of something else, or it may be the range alone that the server refuses.
                _tag = null;
                Disconnect();
                return await ConnectAsync();
            }
            var isWhole = status == 200 || (range is { Unit: "bytes", From: 0, Length: { } total } && range.To == total - 1);
            var isFirstPart = !isWhole && decoder is null && range is { Unit: "bytes", From: 0, Length: not null };
            if (!isWhole && !isFirstPart) return Refused(status);

            (Start, Filled, _comesInParts) = (0, 0, isFirstPart);
            // Of what is decoded, neither the length nor a part says anything.
            (_length, _tag, _modified) = decoder is not null ? (null, null, null)
                : (range?.Length ?? response.Content.Headers.ContentLength, response.Headers.ETag, response.Content.Headers.LastModified);
        }
        // What a connection that broke did not say, its rest may.
        else _length ??= range!.Length;
        _responseEnd = (_length is null ? null : range?.To + 1) ?? _length ?? long.MaxValue;
        var content = await response.Content.ReadAsStreamAsync(StartWaiting());
        _content = decoder?.Invoke(content) ?? content;
        return _length > options.MaxBytes ? TooLarge() : null;
    }

    /// <summary>Sends the request, and follows its redirects. Null, or why there is no response.</summary>
    private async Task<TaskFailure?> SendAsync(bool asksForRest)
    {
        var next = link;
        for (var redirects = 0; ; redirects++)
        {
            if (hosts.AddressOf(next) is not { } address) return TaskFailure.Of(FailureCodes.VideoHostNotAllowed);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            // A part of something encoded is no part of the file.
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (asksForRest) request.Headers.Range = new RangeHeaderValue(Position, null);
            if (asksForRest && _tag is { IsWeak: false }) request.Headers.IfRange = new RangeConditionHeaderValue(_tag);
            _response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, StartWaiting());
            if ((int)_response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return null;
            if (redirects == MaxRedirects || !Uri.TryCreate(address, _response.Headers.Location, out next))
            {
                return TaskFailure.Of(FailureCodes.VideoLinkRedirected);
            }
            if (next.Scheme != Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttp) throw new DestinationNotAllowedException();
            Disconnect();
        }
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
        _content?.Dispose();
        _response?.Dispose();
        (_content, _response) = (null, null);
    }

    // A server may leave out of a part what it said of the whole; without a strong ETag, what it does say has to be the same.
    private bool IsRest(HttpResponseMessage response, ContentRangeHeaderValue? range)
    {
        var isSame = Equals(response.Headers.ETag ?? _tag, _tag);
        if (_tag is not { IsWeak: false })
        {
            isSame = isSame && range?.Length is not null && (response.Content.Headers.LastModified ?? _modified) == _modified;
        }
        return isSame && range is { Unit: "bytes" } && range.From == Position && (range.Length ?? _length) == (_length ?? range.Length);
    }

    // Some hosts encode although "identity" was asked for. Of another encoding the bytes themselves tell whether it is one.
    private static Func<Stream, Stream>? DecoderOf(HttpResponseMessage response)
        => string.Join(',', response.Content.Headers.ContentEncoding).ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => encoded => new GZipStream(encoded, CompressionMode.Decompress),
            "deflate" => encoded => new ZLibStream(encoded, CompressionMode.Decompress),
            "br" => encoded => new BrotliStream(encoded, CompressionMode.Decompress),
            _ => null,
        };

    private TaskFailure BrokenOff() => _breaks[0] > 0 && _breaks.TrueForAll(end => end == _breaks[0])
        ? Incomplete($"The connection ended after {_breaks[0]} bytes of the video, {MaxBreaks} times.")
        : TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The download broke off.");

    private TaskFailure TooLarge() => TaskFailure.Of(
        FailureCodes.VideoTooLarge, $"The video is larger than the {options.MaxBytes} bytes that are stored here at most.");

    private static TaskFailure Incomplete(string message) => TaskFailure.Of(FailureCodes.VideoIncomplete, message);

    private static TaskFailure Refused(int status) => status switch
    {
        403 or 404 or 410 => TaskFailure.Of(FailureCodes.VideoLinkExpired, $"The provider's link answered {status}."),
        >= 300 and < 400 and not 304 => TaskFailure.Of(
            FailureCodes.VideoLinkRedirected, $"The provider's link redirects ({status}) to no address."),
        _ => TaskFailure.Of(FailureCodes.VideoDownloadFailed, $"The provider's link answered {status}."),
    };
}
