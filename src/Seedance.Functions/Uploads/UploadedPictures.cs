using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>Looks at uploaded pictures before anything is paid for, reading no more of them than their heads.</summary>
public sealed class UploadedPictures(UploadContainer uploads)
{
    // A JPEG may carry megabytes of EXIF and colour profiles before its size; more than this has no camera's picture.
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads as much of a picture as it takes to know its size, usually in one storage operation.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="etag">The version that is meant, without quotes; null for whichever there is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async Task<BlobResult> ReadAsync(UploadName name, string? etag, CancellationToken cancellationToken)
    {
        for (var bytes = ImageHead.FirstRead; ;)
        {
            var reading = await uploads.ReadAsync(name, etag, bytes, cancellationToken);
            if (reading is not BlobResult.Found { Blob: { Bytes: <= ImageLimits.MaxBytes } blob } || bytes >= MaxBytes) return reading;
            if (ImageHead.Read(blob.Head.Span, blob.Bytes) is not ImageResult.Incomplete { BytesNeeded: <= MaxBytes and var needed })
            {
                return reading;
            }
            etag = blob.Etag;
            bytes = Math.Min(MaxBytes, Math.Max((int)needed, 4 * bytes));
        }
    }

    /// <summary>Every reason to refuse a picture that was read here; none when it is good.</summary>
    internal static IReadOnlyList<RequestViolation> Check(string param, UploadedBlob blob)
        => ImageLimits.CheckBytes(param, blob.Bytes) is { } violation
            ? [violation]
            : ImageLimits.Check(param, ImageHead.Read(blob.Head.Span, blob.Bytes));
}
