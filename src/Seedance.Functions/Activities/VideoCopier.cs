using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Copies a video from a provider's link into Blob Storage with constant memory: block by block, hashed on the way, its length
/// compared with what was promised and its bytes with what an MP4 is. The blob appears only when all of it is there. Copies at the
/// same time are bounded; the others wait.
/// </summary>
public sealed class VideoCopier(
    IHttpClientFactory clients, VideoStore videos, ServerSideCopy serverSide, IOptions<SeedanceOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>The name of the guarded HTTP client that downloads.</summary>
    public const string HttpClientName = "video-download";

    private readonly SemaphoreSlim _slots = new(options.Value.Videos.ConcurrentCopies);
    private readonly HostList _allowed = new(options.Value.Videos.AllowedHosts);

    /// <summary>Copies one video. Expected trouble is a value; trouble with Blob Storage is an exception.</summary>
    public async Task<CopyOutcome> CopyAsync(CopyTarget target, Uri link, CancellationToken cancellationToken)
    {
        if (!_allowed.IsEmpty && !_allowed.Names(link))
        {
            return Again(FailureCodes.VideoHostNotAllowed, "The provider's link is on a host that this service does not download from.");
        }
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await CopyAllowedAsync(target, link, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private async Task<CopyOutcome> CopyAllowedAsync(CopyTarget target, Uri link, CancellationToken cancellationToken)
    {
        await using var clock = DownloadClock.Start(options.Value.Videos, time, cancellationToken);
        try
        {
            using var download = new VideoDownload(clients.CreateClient(HttpClientName), link, clock);
            await using var copy = new VideoCopy(videos, serverSide, target, download, clock, options.Value.Videos.MaxBytes);
            return await copy.RunAsync(cancellationToken);
        }
        catch (Exception failure) when (DestinationNotAllowedException.IsCauseOf(failure))
        {
            // Says no more: what was found there is nobody's business.
            return new CopyOutcome.Failed(TaskFailure.Of(FailureCodes.VideoDestinationNotAllowed));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Again(FailureCodes.VideoDownloadTooSlow, "The download stood still for too long, or was too slow.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Again(FailureCodes.VideoDownloadFailed, "The provider's link could not be reached.");
        }
    }

    private static CopyOutcome.TryAgain Again(string code, string message) => new(TaskFailure.Of(code, message));
}
