using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Makes one video of a first and a last frame, whichever comes last. Whoever sees both computes the same key from both, so that
/// two events that are handled at the same time begin one video.
/// </summary>
public sealed class FramePairs(
    UploadContainer uploads, UploadedPictures pictures, PictureRequests requests, UploadAdmission admission)
{
    /// <summary>Takes one frame in.</summary>
    internal async Task<UploadOutcome> TakeAsync(
        DurableTaskClient orchestrations, Client client, UploadedBlob frame, CancellationToken cancellationToken)
    {
        if (await FindOtherAsync(frame.Name, cancellationToken) is not { } found)
        {
            return new UploadOutcome.Ignored("the other frame is not there yet");
        }
        if (await pictures.ReadAsync(found.Name, etag: null, cancellationToken) is not BlobResult.Found { Blob: var other })
        {
            return new UploadOutcome.Ignored("the other frame has gone");
        }
        // A refusal changed the frame's ETag: together with it this would be another pair, and a second refusal.
        if (other.Metadata.ContainsKey(UploadMetadata.Error))
        {
            return new UploadOutcome.Ignored("the other frame was refused; once it is uploaded again, the video begins");
        }
        var (first, last) = frame.Name.Kind == UploadKind.FirstFrame ? (frame, other) : (other, frame);
        var upload = Upload.Of(client, uploads.Name, first, last);
        var reading = await requests.ReadAsync([first, last], cancellationToken);
        var faulty = upload.Blobs.Where(blob => UploadedPictures.Check("", blob).Count > 0).ToList();
        return await admission.AdmitAsync(
            orchestrations, faulty.Count > 0 ? upload with { Blobs = faulty } : upload, reading, cancellationToken);
    }

    private async Task<(UploadName Name, DateTimeOffset CreatedAt)?> FindOtherAsync(UploadName frame, CancellationToken cancellationToken)
    {
        var found = await uploads.FindAsync(frame.Stem + ".", cancellationToken);
        return found.Where(blob => blob.Name.IsOtherFrameOf(frame))
            .OrderByDescending(blob => blob.CreatedAt).ThenBy(blob => blob.Name.Value, StringComparer.Ordinal)
            .Select(blob => ((UploadName, DateTimeOffset)?)blob).FirstOrDefault();
    }
}
