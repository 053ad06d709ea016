using System.Buffers;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>Copies files from a provider's links into Blob Storage. Copies at the same time are bounded; the others wait.</summary>
public sealed class VideoCopier(IHttpClientFactory clients, VideoStore videos, IOptions<SeedanceOptions> options, TimeProvider time)
    : IDisposable
{
    /// <summary>The name of the guarded HTTP client that downloads.</summary>
    public const string HttpClientName = "video-download";

    /// <summary>The length of every block but the last, in bytes.</summary>
    internal const int BlockBytes = 8 * 1024 * 1024;

    private const int Buffers = 3;

    private readonly SemaphoreSlim _slots = new(options.Value.Videos.ConcurrentCopies);
    private readonly HostList _hosts = new(options.Value.Videos.AllowedHosts, options.Value.AllowPrivateNetworks);

    /// <summary>
    /// Copies a file in one pass with constant memory. The blob appears only when it is complete, and two copies at the same time
    /// give one blob. A failed storage request is an exception.
    /// </summary>
    /// <param name="link">The link as the provider gave it, http or https.</param>
    /// <param name="targetOf">Where a file goes that starts so; null when that is not the file that was promised.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<StoreResult> CopyAsync(
        Uri link, Func<ReadOnlySpan<byte>, CopyTarget?> targetOf, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var client = clients.CreateClient(HttpClientName);
            using var download = new VideoDownload(client, link, _hosts, options.Value.Videos, time, cancellationToken);
            return await CopyAsync(download, targetOf, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task<StoreResult> CopyAsync(
        VideoDownload download, Func<ReadOnlySpan<byte>, CopyTarget?> targetOf, CancellationToken cancellationToken)
    {
        var buffers = Enumerable.Range(0, Buffers).Select(_ => ArrayPool<byte>.Shared.Rent(BlockBytes)).ToArray();
        var staging = Enumerable.Repeat(Task.CompletedTask, Buffers).ToArray();
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (blocks, run, nextBox) = (new List<string>(), "", (long?)null);
        CopyTarget? target = null;
        try
        {
            for (var turn = 0; !download.IsAtEnd; turn = (turn + 1) % Buffers)
            {
                await staging[turn];
                if (await download.ReadAsync(buffers[turn].AsMemory(0, BlockBytes)) is { } failure) return StoreResult.Of(failure);
                var block = buffers[turn].AsMemory(0, download.Filled);
                if (download.Start == 0)
                {
                    target = targetOf(block.Span);
                    if (target is null) return StoreResult.Of(TaskFailure.Of(WhatElse(block.Span, download.MediaType)));
                    // Where a file started over, its first blocks may still be on their way: ids of another run keep them apart.
                    (run, nextBox) = (RandomNumberGenerator.GetHexString(16), target.ContentType == CopyTarget.Mp4 ? 0 : null);
                    blocks.Clear();
                    sha256.GetHashAndReset();
                }
                if (block.IsEmpty) break;
                sha256.AppendData(block.Span);
                nextBox = VideoContent.NextBox(block.Span, download.Start, nextBox);
                blocks.Add(BlockId(run, blocks.Count));
                staging[turn] = videos.StageAsync(target!.Name, blocks[^1], block, cancellationToken);
            }
            if (nextBox > download.Position)
            {
                return StoreResult.Of(FailureCodes.VideoIncomplete, $"The video ends after {download.Position} bytes, before its end.");
            }
            await Task.WhenAll(staging);
            var hash = Convert.ToHexStringLower(sha256.GetHashAndReset());
            var stored = target!.Others.FirstOrDefault(other => other.Sha256 == hash)
                ?? await videos.CommitAsync(target, download.Position, hash, blocks, cancellationToken);
            return stored is not null
                ? new StoreResult(StoreKind.Stored) { Video = stored }
                : StoreResult.Of(FailureCodes.StorageFailed, "Blob Storage no longer has what was staged.");
        }
        finally
        {
            // A buffer goes back only when nothing reads it any more.
            await Task.WhenAll(staging).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var buffer in buffers) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Blob Storage wants ids of one length within a blob. No two runs have the same, so that neither commits the other's blocks.
    private static string BlockId(string run, int number)
        => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run}{number:D6}")));

    private static string WhatElse(ReadOnlySpan<byte> head, string? mediaType)
    {
        if (head.IsEmpty) return FailureCodes.VideoEmpty;
        return VideoContent.IsWebPage(head, mediaType) ? FailureCodes.VideoIsWebPage : FailureCodes.VideoNotValid;
    }
}
