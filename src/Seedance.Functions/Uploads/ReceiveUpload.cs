using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Takes Event Grid's events of uploaded files from a storage queue. Bad input never throws, since the message would only come
/// again: it is refused where its uploader can see it, or dropped with a warning where there is nobody to tell. Trouble with
/// storage or with the engine does throw: the message comes again, and what has started by then is found and continued. After its
/// last try (see host.json) the host moves it to the poison queue.
/// </summary>
public sealed partial class ReceiveUpload(
    UploadContainer uploads,
    UploadedPictures pictures,
    PictureRequests requests,
    FramePairs frames,
    Jobs jobs,
    UploadAdmission admission,
    UploadRefusals refusals,
    ClientDirectory clients,
    SeedanceMetrics metrics,
    ILogger<ReceiveUpload> logger)
{
    /// <summary>The queue that Event Grid delivers to, in the storage account of the host.</summary>
    public const string QueueName = "upload-events";

    /// <summary>Takes one message in, once or as often as it comes: an upload's task follows from the blob's name and ETag.</summary>
    [Function(nameof(ReceiveUpload))]
    public async Task RunAsync(
        [QueueTrigger(QueueName)] string message, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        foreach (var json in UploadEvent.Split(message))
        {
            if (UploadEvent.TryRead(json, uploads.Uri, out var upload, out var reason)) await ReceiveAsync(orchestrations, upload, cancellationToken);
            else Log.Dropped(logger, reason);
        }
    }

    private async Task ReceiveAsync(DurableTaskClient orchestrations, UploadEvent upload, CancellationToken cancellationToken)
    {
        switch (await TakeAsync(orchestrations, upload, cancellationToken))
        {
            case UploadOutcome.Accepted accepted:
                Log.Accepted(logger, upload.Name.Value, string.Join(' ', accepted.Tasks.Select(task => task.Id)));
                break;
            case UploadOutcome.Ignored ignored:
                Log.Ignored(logger, upload.Name.Value, ignored.Reason);
                break;
            case UploadOutcome.Refused refused:
                // Encoded: it quotes what was uploaded.
                Log.Refused(logger, upload.Name.Value, UploadMetadata.Encode(refused.Reason));
                metrics.UploadRefused(refused.Code);
                await NoteAsync(refused, cancellationToken);
                break;
        }
    }

    private async Task<UploadOutcome> TakeAsync(DurableTaskClient orchestrations, UploadEvent upload, CancellationToken cancellationToken)
    {
        var kind = upload.Name.Kind;
        if (kind == UploadKind.Sidecar) return new UploadOutcome.Ignored("it belongs to the picture beside it");
        if (kind == UploadKind.Hidden) return new UploadOutcome.Ignored("names that begin with a dot are left alone");
        var reading = kind switch
        {
            UploadKind.Job => await uploads.ReadAsync(upload.Name, upload.Etag, JobFile.MaxBytes, cancellationToken),
            UploadKind.Other => await uploads.ReadAsync(upload.Name, upload.Etag, bytes: 1, cancellationToken),
            _ => await pictures.ReadAsync(upload.Name, upload.Etag, cancellationToken),
        };
        return reading switch
        {
            BlobResult.Found { Blob: var blob } when blob.Metadata.ContainsKey(ServiceMark.Name)
                => new UploadOutcome.Ignored("this service wrote it"),
            BlobResult.Found { Blob: var blob } => await TakeAsync(orchestrations, blob, cancellationToken),
            BlobResult.Changed => new UploadOutcome.Ignored(
                "it was replaced, by what has an event of its own, or its metadata was written after the upload"),
            _ => new UploadOutcome.Ignored("it is no longer there, or cannot be read"),
        };
    }

    private async Task<UploadOutcome> TakeAsync(DurableTaskClient orchestrations, UploadedBlob blob, CancellationToken cancellationToken)
    {
        if (blob.Name.Client is not { } folder || clients.FindByName(folder) is not { } client)
        {
            // Without a client there is nobody whose list could show it.
            return new UploadOutcome.Refused(
                $"{UploadRefusalCodes.UnknownClient}: The first folder of an upload must be a client's name, in lower case.", [blob]);
        }
        switch (blob.Name.Kind)
        {
            case UploadKind.Job:
                return await jobs.TakeAsync(orchestrations, client, blob, cancellationToken);
            case UploadKind.FirstFrame or UploadKind.LastFrame:
                return await frames.TakeAsync(orchestrations, client, blob, cancellationToken);
            case UploadKind.Image:
                var request = await requests.ReadAsync([blob], cancellationToken);
                return await admission.AdmitAsync(orchestrations, Upload.Of(client, uploads.Name, blob), request, cancellationToken);
            default:
                return await refusals.RefuseAsync(Upload.Of(client, uploads.Name, blob), request: null, Unsupported(blob), cancellationToken);
        }
    }

    private static string Unsupported(UploadedBlob blob) => UploadRefusals.TextOf(
    [
        new RequestViolation("", UploadRefusalCodes.UnsupportedFile,
            $"Nothing can be made of {blob.Name.File}: upload a picture (.jpg, .jpeg, .png, .webp) or a job (.job.json)."),
    ]);

    private async Task NoteAsync(UploadOutcome.Refused refused, CancellationToken cancellationToken)
    {
        foreach (var blob in refused.Blobs)
        {
            var text = UploadMetadata.Encode(refused.Reason);
            // Never the same twice: should writing it ever count as an upload, it ends there.
            if (blob.Metadata.TryGetValue(UploadMetadata.Error, out var noted) && noted == text) continue;
            if (!await uploads.TryAddMetadataAsync(blob, UploadMetadata.Error, text, cancellationToken)) Log.NotNoted(logger, blob.Name.Value);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An event was dropped: {Reason}.")]
        public static partial void Dropped(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Upload {Blob} became {TaskIds}.")]
        public static partial void Accepted(ILogger logger, string blob, string taskIds);

        [LoggerMessage(3, LogLevel.Information, "Upload {Blob} starts nothing: {Reason}.")]
        public static partial void Ignored(ILogger logger, string blob, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Upload {Blob} was refused: {Reason}")]
        public static partial void Refused(ILogger logger, string blob, string reason);

        [LoggerMessage(5, LogLevel.Information, "Upload {Blob} could not be told why it was refused; it has changed, or has no room.")]
        public static partial void NotNoted(ILogger logger, string blob);
    }
}
