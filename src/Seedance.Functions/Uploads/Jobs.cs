using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Takes job files in. All requests of a file are validated before the first is paid for: one that is wrong refuses the file. Then
/// each begins a task of its own, as far as the budget goes; what is beyond it is refused by itself. Once one has begun, so has the
/// file: a repeated event refuses no more than single requests of it.
/// </summary>
public sealed class Jobs(UploadContainer uploads, UploadedPictures pictures, TaskAdmission admission, UploadAdmission starting, UploadRefusals refusals)
{
    /// <summary>Takes a job file in that was read whole, or as much as is allowed.</summary>
    internal async Task<UploadOutcome> TakeAsync(
        DurableTaskClient orchestrations, Client client, UploadedBlob blob, CancellationToken cancellationToken)
    {
        using var file = JobFile.Parse(blob.Head);
        if (WrongAsAWhole(blob, file) is { } violation) return await RefuseAsync([violation]);

        var readings = new List<RequestResult>();
        var media = new JobMedia(uploads, pictures, blob.Name);
        foreach (var request in file.Requests)
        {
            var (body, violations) = await media.ResolveAsync(request, cancellationToken);
            readings.Add(admission.Read(RequestFormat.EvoLink, body, violations));
        }
        var wrong = readings.Index().SelectMany(each => each.Item is RequestResult.Refused refused
            ? refused.Violations.Select(violation => file.IsList
                ? violation with { Param = "", Message = $"request {each.Index + 1}: {UploadRefusals.Described(violation)}" }
                : violation)
            : []).ToList();
        // What has begun is carried on request by request, whatever has become of its media since.
        if (wrong.Count > 0 && await RefuseAsync(wrong) is UploadOutcome.Refused { Index: null } all) return all;

        var tasks = new List<TaskRecord>();
        var reasons = new List<string>();
        foreach (var (index, reading) in readings.Index())
        {
            var upload = Upload.Of(client, uploads.Name, blob, file.IsList ? index : null);
            switch (await starting.AdmitAsync(orchestrations, upload, reading, cancellationToken))
            {
                case UploadOutcome.Accepted accepted:
                    tasks.AddRange(accepted.Tasks);
                    break;
                case UploadOutcome.Refused { Index: null } before when file.IsList:
                    return before;
                case UploadOutcome.Refused refused:
                    reasons.Add(file.IsList ? $"request {index + 1}: {refused.Reason}" : refused.Reason);
                    break;
            }
        }
        return reasons.Count > 0 ? new UploadOutcome.Refused(string.Join(' ', reasons), [blob]) : new UploadOutcome.Accepted(tasks);

        Task<UploadOutcome> RefuseAsync(IReadOnlyList<RequestViolation> violations) => refusals.RefuseAsync(
            file.IsList ? Upload.OfList(client, uploads.Name, blob) : Upload.Of(client, uploads.Name, blob),
            request: null,
            UploadRefusals.TextOf(violations),
            cancellationToken);
    }

    private static RequestViolation? WrongAsAWhole(UploadedBlob blob, JobFile file) => blob.Bytes switch
    {
        0 => new RequestViolation("", ImageViolationCodes.EmptyFile, "The job file is empty."),
        > JobFile.MaxBytes => new RequestViolation("", ImageViolationCodes.FileTooLarge,
            $"The job file has {blob.Bytes} bytes; at most {JobFile.MaxBytes} are read."),
        _ => file.Violation,
    };
}
