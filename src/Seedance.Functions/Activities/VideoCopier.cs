using System.Buffers;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>Copies results from a provider's links into Blob Storage. Copies of videos at the same time are bounded; the others wait.</summary>
public sealed partial class VideoCopier(
    IHttpClientFactory clients, VideoStore videos, IOptions<SeedanceOptions> options, TimeProvider time, ILogger<VideoCopier> logger)
    : IDisposable
{
    /// <summary>The name of the guarded HTTP client that downloads.</summary>
    public const string HttpClientName = "video-download";

    /// <summary>The length of every block but the last, in bytes.</summary>
    internal const int BlockBytes = 8 * 1024 * 1024;

    // A frame of 4096 by 2304 without any compression has 28 MB.
    private const int MaxFrameBytes = 32 * 1024 * 1024;

    private readonly SemaphoreSlim _slots = new(options.Value.Videos.ConcurrentCopies);
    private readonly HostList _allowed = new(options.Value.Videos.AllowedHosts);

    /// <summary>
    /// Copies a video in one pass with constant memory. The blob appears only when it is complete, and two copies at the same time
    /// give one blob. A failed storage request is an exception.
    /// </summary>
    public async Task<StoreResult> CopyAsync(CopyTarget target, Uri link, CancellationToken cancellationToken)
    {
        if (!IsAllowed(link)) return StoreResult.Of(TaskFailure.Of(FailureCodes.VideoHostNotAllowed));
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var download = new VideoDownload(clients.CreateClient(HttpClientName), link, options.Value.Videos, time, cancellationToken);
            await using var blocks = new StagedBlocks(videos, target.Name);
            return await CopyAsync(target, download, blocks, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Copies a task's last frame; null when that fails, whatever the reason: the task is complete without it.</summary>
    public async Task<StoredPicture?> CopyLastFrameAsync(TaskRecord record, Uri link, CancellationToken cancellationToken)
    {
        try
        {
            var frame = IsAllowed(link) ? await DownloadFrameAsync(link, cancellationToken) : [];
            if (VideoContent.PictureType(frame) is not { } type) throw new InvalidDataException("Not a picture from an allowed host.");
            var target = new CopyTarget(record, VideoStore.LastFrameNameOf(record, type.Extension), type.MediaType);
            var block = StagedBlocks.NewId(StagedBlocks.NewRun(), 0);
            await videos.StageAsync(target.Name, block, frame, cancellationToken);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(frame));
            return await videos.CommitAsync(target, frame.Length, sha256, [block], cancellationToken) is { } stored
                ? new StoredPicture(stored.Blob, stored.Bytes, stored.Sha256)
                : null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NoLastFrame(logger, record.Id.ToString(), failure.GetType().Name);
            return null;
        }
    }

    public void Dispose() => _slots.Dispose();

    private bool IsAllowed(Uri link) => _allowed.IsEmpty || _allowed.Names(link);

    private static async Task<StoreResult> CopyAsync(
        CopyTarget target, VideoDownload download, StagedBlocks blocks, CancellationToken cancellationToken)
    {
        while (!download.IsAtEnd)
        {
            var block = await blocks.NextAsync();
            if (await download.ReadAsync(block) is { } failure) return StoreResult.Of(failure);
            if (download.Start == 0)
            {
                // The first block, or the first once more: the video started over.
                blocks.Clear();
                if (WhatElse(block.Span[..download.Filled], download.MediaType) is { } code) return StoreResult.Of(TaskFailure.Of(code));
            }
            if (download.Filled > 0) blocks.Stage(download.Filled, cancellationToken);
        }
        if (blocks.EndInsideBox)
        {
            return StoreResult.Of(TaskFailure.Of(
                FailureCodes.VideoIncomplete, $"The video ends after {download.Position} bytes, before its end."));
        }
        return await blocks.CommitAsync(target, download.Position, cancellationToken) is { } stored
            ? new StoreResult(StoreKind.Stored) { Video = stored }
            : StoreResult.Of(TaskFailure.Of(FailureCodes.StorageFailed, "Blob Storage no longer has what was staged."));
    }

    /// <summary>The failure code for something that is not a video, or null.</summary>
    private static string? WhatElse(ReadOnlySpan<byte> head, string? mediaType)
    {
        if (head.IsEmpty) return FailureCodes.VideoEmpty;
        if (VideoContent.IsMp4(head)) return null;
        return VideoContent.IsWebPage(mediaType, head) ? FailureCodes.VideoIsWebPage : FailureCodes.VideoNotValid;
    }

    private async Task<byte[]> DownloadFrameAsync(Uri link, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.Videos.IdleTimeoutSeconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var client = clients.CreateClient(HttpClientName);
        client.MaxResponseContentBufferSize = MaxFrameBytes;
        using var response = await client.GetAsync(link, linked.Token);
        if (response.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"Status {(int)response.StatusCode}.");
        return await response.Content.ReadAsByteArrayAsync(linked.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The last frame of task {TaskId} is not stored: {Reason}.")]
        public static partial void NoLastFrame(ILogger logger, string taskId, string reason);
    }

    /// <summary>The blocks of one video, hashed and staged a few at a time while the next one comes in.</summary>
    private sealed class StagedBlocks(VideoStore videos, string name) : IAsyncDisposable
    {
        private const int Buffers = 3;

        private readonly byte[]?[] _buffers = new byte[Buffers][];
        private readonly Task[] _staging = [.. Enumerable.Repeat(Task.CompletedTask, Buffers)];
        private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly List<string> _ids = [];
        private Mp4Boxes _boxes = new();
        private string _run = NewRun();
        private int _current;

        public bool EndInsideBox => _boxes.IsInsideBox;

        public static string NewRun() => RandomNumberGenerator.GetHexString(16);

        // Blob Storage wants ids of one length within a blob. Runs at the same time, and what was staged before a video started over,
        // have other ids.
        public static string NewId(string run, int number)
            => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run}{number:D6}")));

        /// <summary>A buffer for the next block. Waits while all of them are being staged.</summary>
        public async Task<Memory<byte>> NextAsync()
        {
            _current = (_current + 1) % Buffers;
            await _staging[_current];
            return (_buffers[_current] ??= ArrayPool<byte>.Shared.Rent(BlockBytes)).AsMemory(0, BlockBytes);
        }

        /// <summary>Starts to stage as many bytes of the buffer.</summary>
        public void Stage(int bytes, CancellationToken cancellationToken)
        {
            var block = _buffers[_current].AsMemory(0, bytes);
            _sha256.AppendData(block.Span);
            _boxes.Read(block.Span);
            _ids.Add(NewId(_run, _ids.Count));
            _staging[_current] = videos.StageAsync(name, _ids[^1], block, cancellationToken);
        }

        /// <summary>Leaves out what was staged so far.</summary>
        public void Clear()
        {
            _sha256.GetHashAndReset();
            _ids.Clear();
            (_boxes, _run) = (new(), NewRun());
        }

        public async Task<StoredVideo?> CommitAsync(CopyTarget target, long bytes, CancellationToken cancellationToken)
        {
            await Task.WhenAll(_staging);
            return await videos.CommitAsync(target, bytes, Convert.ToHexStringLower(_sha256.GetHashAndReset()), _ids, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            // A buffer goes back only when nothing reads it any more.
            await Task.WhenAll(_staging).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var buffer in _buffers.OfType<byte[]>()) ArrayPool<byte>.Shared.Return(buffer);
            _sha256.Dispose();
        }
    }
}
