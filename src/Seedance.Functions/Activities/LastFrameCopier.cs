using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Copies the last frame that a provider offers beside a video. It is a gift: whatever goes wrong with it is logged, and the task
/// is completed without it.
/// </summary>
public sealed partial class LastFrameCopier(
    IHttpClientFactory clients, VideoStore videos, IOptions<SeedanceOptions> options, TimeProvider time, ILogger<LastFrameCopier> logger)
{
    // A frame of 4096 by 2304 without any compression has 28 MB.
    private const int MaxBytes = 32 * 1024 * 1024;

    private readonly HostList _allowed = new(options.Value.Videos.AllowedHosts);

    /// <summary>Copies it, or finds it stored; null when it could not be had.</summary>
    public async Task<StoredPicture?> CopyAsync(TaskRecord record, Uri link, CancellationToken cancellationToken)
    {
        if (!_allowed.IsEmpty && !_allowed.Names(link)) return Without(record, "its host is not allowed");
        try
        {
            var picture = await DownloadAsync(link, cancellationToken);
            if (PictureType.Of(picture) is not { } type) return Without(record, "it is no PNG, JPEG or WebP picture");
            var target = new CopyTarget(record, VideoStore.LastFrameNameOf(record, type.Extension), type.MediaType);
            return await StoreAsync(target, picture, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return Without(record, failure.GetType().Name);
        }
    }

    private async Task<byte[]> DownloadAsync(Uri link, CancellationToken cancellationToken)
    {
        await using var clock = DownloadClock.Start(options.Value.Videos, time, cancellationToken);
        clock.Wait();
        using var client = clients.CreateClient(VideoCopier.HttpClientName);
        client.MaxResponseContentBufferSize = MaxBytes;
        using var answer = await client.GetAsync(link, clock.Token);
        return answer.EnsureSuccessStatusCode().StatusCode == System.Net.HttpStatusCode.OK
            ? await answer.Content.ReadAsByteArrayAsync(clock.Token)
            : [];
    }

    private async Task<StoredPicture?> StoreAsync(CopyTarget target, byte[] picture, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(picture));
        var block = new BlockId(sha256[..(2 * SourceVersion.FingerprintBytes)], 0, Mp4.Unknown).ToString();
        await videos.StageAsync(target.Name, block, picture, cancellationToken);
        var stored = await videos.CommitAsync(target, picture.Length, sha256, [block], cancellationToken);
        return stored is null ? null : new StoredPicture(stored.Blob, stored.Bytes, stored.Sha256);
    }

    private StoredPicture? Without(TaskRecord record, string reason)
    {
        Log.WithoutLastFrame(logger, record.Id.ToString(), reason);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The last frame of task {TaskId} is not stored: {Reason}.")]
        public static partial void WithoutLastFrame(ILogger logger, string taskId, string reason);
    }
}
