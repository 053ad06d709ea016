using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Seedance.Functions.Settings;
using Seedance.Functions.Tasks;
using Seedance.Outbound;

namespace Seedance.Functions.Videos;

/// <summary>
/// Streams a video from a provider's link into Blob Storage with constant memory: block by block, hashed on the way, its length
/// compared with what was promised and its first bytes with what an MP4 begins with. The blob appears only when all of it is there.
/// </summary>
public sealed class VideoCopier(
    IHttpClientFactory clients, VideoStore videos, IOptions<SeedanceOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>The name of the guarded HTTP client that downloads.</summary>
    public const string HttpClientName = "video-download";

    private const int BlockBytes = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _slots = new(options.Value.Videos.ConcurrentCopies);

    /// <summary>Copies one video. Expected trouble is a value; trouble with Blob Storage is an exception.</summary>
    public async Task<CopyOutcome> CopyAsync(TaskRecord record, Uri link, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            return await DownloadAsync(record, link, buffer.AsMemory(0, BlockBytes), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _slots.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private async Task<CopyOutcome> DownloadAsync(
        TaskRecord record, Uri link, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await using var idle = new IdleTimeout(TimeSpan.FromSeconds(options.Value.Videos.IdleTimeoutSeconds), time, cancellationToken);
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, idle.Token);
            if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return Again(FailureCodes.VideoLinkExpired, $"The provider's link answered {(int)response.StatusCode}.");
            }
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return Again(FailureCodes.VideoDownloadFailed, $"The provider's link answered {(int)response.StatusCode}.");
            }
            await using var content = await response.Content.ReadAsStreamAsync(idle.Token);
            return await StageAsync(record, content, response.Content.Headers.ContentLength, buffer, idle, cancellationToken);
        }
        catch (Exception failure) when (DestinationNotAllowedException.IsCauseOf(failure))
        {
            return new CopyOutcome.Failed(TaskFailure.Of(FailureCodes.VideoDownloadFailed, "The provider's link is not allowed."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Again(FailureCodes.VideoDownloadFailed, "The download stood still for too long.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Again(FailureCodes.VideoDownloadFailed, "The download broke off.");
        }
    }

    private async Task<CopyOutcome> StageAsync(
        TaskRecord record, Stream content, long? promised, Memory<byte> buffer, IdleTimeout idle, CancellationToken cancellationToken)
    {
        if (promised > options.Value.Videos.MaxBytes) return TooLarge();

        var name = VideoStore.NameOf(record);
        var blockIds = new List<string>();
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long total = 0;
        while (true)
        {
            var filled = await FillAsync(content, buffer, idle);
            if (blockIds.Count == 0 && !Mp4.BeginsLikeOne(buffer.Span[..filled]))
            {
                return Again(FailureCodes.VideoNotValid, "What the provider's link gave is not an MP4 video.");
            }
            if (filled == 0) break;
            total += filled;
            if (total > options.Value.Videos.MaxBytes) return TooLarge();
            sha256.AppendData(buffer.Span[..filled]);
            blockIds.Add(BlockId(record.Id, blockIds.Count));
            await videos.StageAsync(name, blockIds[^1], buffer[..filled], cancellationToken);
            if (filled < buffer.Length) break;
        }
        if (promised is { } length && total != length)
        {
            return Again(FailureCodes.VideoDownloadFailed, $"The download ended after {total} of {length} bytes.");
        }
        var video = new StoredVideo(name, total, Convert.ToHexStringLower(sha256.GetHashAndReset()));
        return new CopyOutcome.Stored(await videos.CommitAsync(record, video, blockIds, cancellationToken));
    }

    private static async Task<int> FillAsync(Stream content, Memory<byte> buffer, IdleTimeout idle)
    {
        var filled = 0;
        idle.Restart();
        while (filled < buffer.Length)
        {
            var read = await content.ReadAsync(buffer[filled..], idle.Token);
            if (read == 0) break;
            idle.Restart();
            filled += read;
        }
        // What storing a block takes is not the provider's silence.
        idle.Pause();
        return filled;
    }

    // All blocks of a blob need ids of one length; the same block gets the same id in every run.
    private static string BlockId(TaskId id, int number)
        => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{id}-{number:D6}"));

    private static CopyOutcome.TryAgain Again(string code, string message) => new(TaskFailure.Of(code, message));

    private CopyOutcome.Failed TooLarge() => new(TaskFailure.Of(
        FailureCodes.VideoTooLarge, $"The video is larger than the {options.Value.Videos.MaxBytes} bytes that are stored here at most."));
}
