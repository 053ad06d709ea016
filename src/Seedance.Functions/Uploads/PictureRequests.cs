using Seedance.Functions.Admission;
using Seedance.Functions.Api;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>Makes the request of an uploaded picture, or of two frames, and has it validated like any other.</summary>
public sealed class PictureRequests(TaskAdmission admission, UploadContainer uploads, IOptions<SeedanceOptions> options)
{
    /// <summary>The most that the file beside a picture may hold, in bytes: as much as the body of a create request.</summary>
    private const int MaxBytes = RequestExtensions.MaxBodyBytes;

    /// <summary>Reads what the pictures are to become: one storage operation, for the file beside them.</summary>
    internal async Task<RequestResult> ReadAsync(IReadOnlyList<UploadedBlob> pictures, CancellationToken cancellationToken)
    {
        var violations = new List<RequestViolation>(pictures.SelectMany(picture => UploadedPictures.Check(picture.Name.File, picture)));
        var name = pictures[0].Name;
        using var sidecar = await ReadSidecarAsync(name, violations, cancellationToken);
        var body = new PictureBody(pictures, sidecar?.RootElement, SettingsFor(name));
        var json = body.Write([.. pictures.Select(picture => uploads.UriOf(picture.Name).AbsoluteUri)]);
        violations.AddRange(body.Violations);
        var reading = admission.Read(RequestFormat.EvoLink, json, violations);
        // The reader knows of a body; whoever uploaded a picture wants to know where a prompt can come from.
        return reading is RequestResult.Refused refused && !body.HasPrompt
            ? new RequestResult.Refused([.. refused.Violations.Select(each => each.Param == PictureBody.Prompt ? NoPrompt(name) : each)])
            : reading;
    }

    private IReadOnlyList<UploadDefaults> SettingsFor(UploadName name)
    {
        var uploading = options.Value.Uploads;
        return [.. name.Folders.Reverse().Select(folder => uploading.Folders.GetValueOrDefault(folder)).OfType<UploadDefaults>(), uploading];
    }

    private async Task<JsonDocument?> ReadSidecarAsync(
        UploadName picture, List<RequestViolation> violations, CancellationToken cancellationToken)
    {
        // A picture's name may make it a job's, which is no sidecar.
        if (!UploadName.TryParse(picture.Sidecar, out var name) || name.Kind != UploadKind.Sidecar
            || await uploads.ReadAsync(name, etag: null, MaxBytes + 1, cancellationToken) is not BlobResult.Found { Blob: var blob })
        {
            return null;
        }
        if (blob.Bytes > MaxBytes)
        {
            violations.Add(new RequestViolation(name.File, ViolationCodes.InvalidJson, $"{name.File} may hold at most {MaxBytes / 1024} KB."));
            return null;
        }
        var (document, wrong) = UploadedJson.Parse(blob.Head);
        if (document?.RootElement.ValueKind == JsonValueKind.Object) return document;
        document?.Dispose();
        violations.Add(new RequestViolation(name.File, ViolationCodes.InvalidJson, $"{name.File} {wrong ?? "must be a JSON object"}."));
        return null;
    }

    private static RequestViolation NoPrompt(UploadName name) => new(PictureBody.Prompt, ViolationCodes.InvalidPrompt,
        $"There is no prompt. Give one as the blob's metadata 'prompt', as \"prompt\" in {name.Sidecar[name.Folder.Length..]} beside it (uploaded "
        + "before the picture), or by the settings Seedance__Uploads__Folders__<folder>__Prompt or Seedance__Uploads__Prompt; then upload it again.");
}
