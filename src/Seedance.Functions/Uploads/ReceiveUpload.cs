using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Takes Event Grid's events of uploaded files from a storage queue. Bad input never throws, since the message would only come again: it
/// is refused where its uploader can see it, or dropped with a warning where there is nobody to tell. Failures of storage or of the task
/// hub do throw: the message comes again, and what was started is found. After its last try (see host.json) the host moves it to the
/// poison queue.
/// </summary>
public sealed partial class ReceiveUpload(
    UploadContainer uploads,
    PictureRequests pictures,
    Jobs jobs,
    UploadAdmission admission,
    ClientDirectory clients,
    SeedanceMetrics metrics,
    ILogger<ReceiveUpload> logger)
{
    /// <summary>Takes one message, once or as often as it comes: an upload's task follows from the blob's name and ETag.</summary>
    [Function(nameof(ReceiveUpload))]
    public async Task RunAsync(
        [QueueTrigger(UploadContainer.QueueName)] string message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        foreach (var json in UploadEvent.Split(message))
        {
            if (UploadEvent.TryRead(json, uploads.Uri, out var upload, out var dropped))
            {
                var ignored = await ReceiveAsync(orchestrations, upload, cancellationToken);
                if (ignored is not null) LogIgnored(upload.Name.Value, ignored);
            }
            else LogDropped(dropped);
        }
    }

    // The result is why nothing was done, or null.
    private async Task<string?> ReceiveAsync(DurableTaskClient orchestrations, UploadEvent upload, CancellationToken cancellationToken)
    {
        var (name, etag) = (upload.Name, upload.Etag);
        if (name.Kind == UploadKind.Sidecar) return "it belongs to a picture";
        if (name.Kind == UploadKind.Hidden) return "names that start with a dot are left alone";
        var blob = name.IsImage
            ? await pictures.ReadAsync(name, etag, cancellationToken)
            : await uploads.ReadAsync(name, etag, name.Kind == UploadKind.Job ? JobFile.MaxBytes : 1, cancellationToken);
        if (blob is null) return "this version of it was replaced, deleted or given metadata after the upload, or cannot be read";
        if (blob.Metadata.ContainsKey(ServiceMark.Name)) return "this service wrote it";
        if (name.Client is not { } folder || clients.FindByName(folder) is not { } client)
        {
            // No client's list could show it.
            var reason = $"{UploadRefusal.UnknownClient}: The first folder of an upload must be a client's name, in lower case.";
            await ReportAsync([blob], [], reason, cancellationToken);
            return null;
        }
        switch (name.Kind)
        {
            case UploadKind.Job:
                var (tasks, refusal) = await jobs.AdmitAsync(orchestrations, client, blob, cancellationToken);
                await ReportAsync([blob], tasks, refusal, cancellationToken);
                return null;
            case UploadKind.FirstFrame or UploadKind.LastFrame:
                return await ReceiveFrameAsync(orchestrations, client, blob, cancellationToken);
            case UploadKind.Image:
                await AdmitAsync(orchestrations, Upload.Of(client, blob), [blob], cancellationToken);
                return null;
            default:
                var unsupported = $"{UploadRefusal.UnsupportedFile}: Nothing can be made of {name.File}: upload a picture "
                    + "(.jpg, .jpeg, .png, .webp) or a job (.job.json).";
                var task = await admission.RefuseAsync(Upload.Of(client, blob), request: null, unsupported, cancellationToken);
                await ReportAsync([blob], [task], UploadRefusal.Of(task), cancellationToken);
                return null;
        }
    }

    // The event of either frame makes the video once both are there. The key follows from both, so that two events that are handled at the
    // same time start one video.
    private async Task<string?> ReceiveFrameAsync(
        DurableTaskClient orchestrations, Client client, UploadedBlob frame, CancellationToken cancellationToken)
    {
        var others = from found in await uploads.FindAsync(frame.Name.Stem + ".", cancellationToken)
                     where found.Name.IsOtherFrameOf(frame.Name)
                     orderby found.CreatedAt descending, found.Name.Value
                     select found.Name;
        if (others.FirstOrDefault() is not { } newest || await pictures.ReadAsync(newest, etag: null, cancellationToken) is not { } other)
        {
            return "the other frame is not there yet";
        }
        // A refusal changed the frame's ETag: together with it this would be another pair, and a second refusal.
        if (other.Metadata.ContainsKey(UploadMetadata.Error)) return "the other frame was refused, and has to be uploaded again";
        var (first, last) = frame.Name.Kind == UploadKind.FirstFrame ? (frame, other) : (other, frame);
        await AdmitAsync(orchestrations, Upload.Of(client, first, last), [first, last], cancellationToken);
        return null;
    }

    private async Task AdmitAsync(
        DurableTaskClient orchestrations, Upload upload, IReadOnlyList<UploadedBlob> blobs, CancellationToken cancellationToken)
    {
        var request = await pictures.ReadRequestAsync(blobs, cancellationToken);
        var task = await admission.AdmitAsync(orchestrations, upload, request, cancellationToken);
        var faulty = blobs.Where(blob => PictureRequests.Check("", blob).Count > 0).ToList();
        await ReportAsync(faulty.Count > 0 ? faulty : blobs, [task], UploadRefusal.Of(task), cancellationToken);
    }

    // To the log, and in the metadata of blobs that are refused.
    private async Task ReportAsync(
        IReadOnlyList<UploadedBlob> blobs, IReadOnlyList<TaskRecord> tasks, string? refusal, CancellationToken cancellationToken)
    {
        var names = string.Join(" and ", blobs.Select(blob => blob.Name.Value));
        if (refusal is null)
        {
            LogAccepted(names, string.Join(' ', tasks.Select(task => task.Id)));
            return;
        }
        // Encoded: it quotes what was uploaded.
        var text = UploadMetadata.Encode(refusal);
        LogRefused(names, text);
        metrics.UploadRefused(UploadRefusal.CodeIn(refusal));
        // Never the same twice: should writing it ever count as an upload, it ends there.
        foreach (var blob in blobs.Where(each => each.Metadata.GetValueOrDefault(UploadMetadata.Error) != text))
        {
            var noted = await uploads.TryAddMetadataAsync(blob, UploadMetadata.Error, text, cancellationToken);
            if (!noted) LogNotNoted(blob.Name.Value);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "An event was dropped: {Reason}.")]
    private partial void LogDropped(string reason);

    [LoggerMessage(2, LogLevel.Information, "Upload {Blob} became {TaskIds}.")]
    private partial void LogAccepted(string blob, string taskIds);

    [LoggerMessage(3, LogLevel.Information, "Upload {Blob} starts nothing: {Reason}.")]
    private partial void LogIgnored(string blob, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Upload {Blob} was refused: {Reason}")]
    private partial void LogRefused(string blob, string reason);

    [LoggerMessage(5, LogLevel.Information, "Upload {Blob} does not say why it was refused; it has changed, or has no room.")]
    private partial void LogNotNoted(string blob);
}
