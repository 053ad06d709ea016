using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Makes refusals visible: a failed task record, listed like any other, that never cost anything and has no workflow. It lies
/// under the id that the upload's key stands for, so that a repeated event neither adds a second one nor starts a video after all.
/// </summary>
public sealed class UploadRefusals(
    IdempotencyKeys keys,
    TaskRecords records,
    TaskAdmission admission,
    HostAddress address,
    IOptions<SeedanceOptions> options,
    TimeProvider time)
{
    // A failure is one column of 64 KB, and nobody reads more.
    private const int MaxCharacters = 4000;

    /// <summary>What violations say, each with its code.</summary>
    internal static string TextOf(IEnumerable<RequestViolation> violations)
        => string.Join(' ', violations.Select(violation => $"{violation.Code}: {Described(violation)}"));

    /// <summary>What a violation says, with what it is about.</summary>
    internal static string Described(RequestViolation violation)
        => violation.Param.Length == 0 || violation.Message.Contains(violation.Param, StringComparison.Ordinal)
            ? violation.Message
            : $"{violation.Param}: {violation.Message}";

    /// <summary>Records a refusal, unless the upload has a task already.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="request">What it asked for, as far as it could be read.</param>
    /// <param name="reason">Why it is refused.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async Task<UploadOutcome> RefuseAsync(
        Upload upload, VideoRequest? request, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var use = await keys.UseAsync(upload.Client.Name, upload.Key, upload.Key.Fingerprint!, TaskId.New(now), cancellationToken);
        if (!use.IsFirst && await records.FindAsync(upload.Client.Name, use.TaskId, cancellationToken) is { } known) return Of(upload, known);

        var text = reason.Length <= MaxCharacters ? reason : reason[..MaxCharacters] + "...";
        var record = new TaskRecord
        {
            Id = use.TaskId,
            Client = upload.Client.Name,
            Request = request ?? Unread(upload),
            CreatedAt = use.TaskId.CreatedAt,
            UpdatedAt = now,
            LinkBase = admission.LinkBaseFor(new RequestOrigin(address.Current)),
            Upload = upload.Origin,
            State = TaskState.Failed,
            Stage = TaskStage.Done,
            Failure = TaskFailure.Of(FailureCodes.UploadRefused, text),
            CompletedAt = now,
            History = [new TaskTransition(now, TaskState.Failed, TaskStage.Done, FailureCodes.UploadRefused)],
        };
        if (await records.TryAddAsync(record, cancellationToken)) return Of(upload, record);
        // Another delivery of the event was faster.
        return Of(upload, await records.FindAsync(record.Client, record.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Task {record.Id} is recorded and cannot be found."));
    }

    /// <summary>What an upload's task says of the upload.</summary>
    internal static UploadOutcome Of(Upload upload, TaskRecord record)
        => record.Failure is { Code: FailureCodes.UploadRefused } refused
            ? new UploadOutcome.Refused(refused.Message, upload.Blobs, record.Upload?.Index)
            : new UploadOutcome.Accepted([record]);

    // A record needs a request. Where there is none to speak of, it says what the file's kind would have become.
    private VideoRequest Unread(Upload upload) => new()
    {
        Provider = options.Value.Provider,
        Model = upload.Blobs.All(blob => UploadName.IsImage(blob.Name.Value)) ? ModelIds.Image : ModelIds.Text,
        Prompt = "",
        DurationSeconds = 5,
        Resolution = "720p",
        AspectRatio = "16:9",
        GenerateAudio = true,
    };
}
