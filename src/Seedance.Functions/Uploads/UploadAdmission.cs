using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Admits what uploads ask for, like any other request. What is refused becomes a failed task, listed like any other, that costs nothing
/// and has no orchestration. It lies under the id that the upload's key stands for, so that a repeated event neither adds a second one
/// nor starts a video after all.
/// </summary>
public sealed class UploadAdmission(
    TaskAdmission admission,
    IdempotencyKeys keys,
    TaskRecords records,
    HostAddress address,
    IOptions<SeedanceOptions> options,
    TimeProvider time)
{
    // A failure is one column of 64 KB, and nobody reads more.
    private const int MaxCharacters = 4000;

    /// <summary>Starts the upload's task, finds it, or records the refusal.</summary>
    /// <returns>The upload's task, the same however often its event comes.</returns>
    internal async Task<TaskRecord> AdmitAsync(
        DurableTaskClient orchestrations, Upload upload, RequestResult result, CancellationToken cancellationToken)
    {
        try
        {
            var origin = new RequestOrigin(address.Current, upload.Origin);
            return (await admission.AdmitAsync(orchestrations, upload.Client, result, upload.Key, origin, cancellationToken)).Record;
        }
        // Not a key conflict: an upload's key follows from the upload alone, so it cannot stand for another.
        catch (ApiException refused) when (ReasonOf(refused.Error) is { } reason)
        {
            return await RefuseAsync(upload, (result as RequestResult.Accepted)?.Request, reason, cancellationToken);
        }
    }

    /// <summary>Records a refusal, unless the upload has a task already.</summary>
    /// <param name="request">What it asked for, as far as it could be read.</param>
    /// <returns>The upload's task.</returns>
    internal async Task<TaskRecord> RefuseAsync(Upload upload, VideoRequest? request, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var use = await keys.UseAsync(upload.Client.Name, upload.Key, upload.Key.Fingerprint!, TaskId.New(now), cancellationToken);
        if (!use.IsFirst && await records.FindAsync(upload.Client.Name, use.TaskId, cancellationToken) is { } known) return known;

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
        if (await records.TryAddAsync(record, cancellationToken)) return record;
        // Another delivery of the event was faster.
        return await records.ReadAsync(record.Client, record.Id, cancellationToken);
    }

    private static string? ReasonOf(ApiError error) => error switch
    {
        { Errors: { } violations } => UploadRefusal.TextOf(violations),
        { Budget: not null } => $"{UploadRefusal.Budget}: {error.Message}",
        { Code: ApiException.ServiceUnavailableCode } => $"{UploadRefusal.ProviderNotConfigured}: {error.Message}",
        _ => null,
    };

    // A record needs a request. Where there is none, it says what the file's kind would have become.
    private VideoRequest Unread(Upload upload) => new()
    {
        Provider = options.Value.Provider,
        Model = upload.Blobs.All(blob => blob.Name.IsImage) ? ModelIds.Image : ModelIds.Text,
        Prompt = "",
        DurationSeconds = 5,
        Resolution = "720p",
        AspectRatio = "16:9",
        GenerateAudio = true,
    };
}

/// <summary>One video that an upload asks for.</summary>
/// <param name="Key">Keeps it from being made twice. It follows from the files alone, whatever the settings say meanwhile.</param>
/// <param name="Blobs">The files whose metadata tells why it was refused, should it be.</param>
internal sealed record Upload(Client Client, HashedKey Key, UploadOrigin Origin, IReadOnlyList<UploadedBlob> Blobs)
{
    /// <summary>The video of one file, or of one request in its list.</summary>
    public static Upload Of(Client client, UploadedBlob blob, int? index = null) => new(
        client,
        HashedKey.Of("upload", blob.Container, blob.Name.Value, blob.Etag, $"{index}"),
        new UploadOrigin(blob.Container, blob.Name.Value, blob.Etag, index),
        [blob]);

    /// <summary>
    /// All of a list at once. Its key is that of the first request: a list is either refused as a whole or started, whichever came first,
    /// and stays so when its event comes again.
    /// </summary>
    public static Upload OfList(Client client, UploadedBlob blob)
        => Of(client, blob, index: 0) with { Origin = new UploadOrigin(blob.Container, blob.Name.Value, blob.Etag) };

    public static Upload Of(Client client, UploadedBlob first, UploadedBlob last) => new(
        client,
        HashedKey.Of("frames", first.Container, first.Name.Value, first.Etag, last.Name.Value, last.Etag),
        new UploadOrigin(first.Container, first.Name.Value, first.Etag),
        [first, last]);
}

/// <summary>Why an upload is refused: codes, in addition to those of requests and of pictures, and text that starts with them.</summary>
internal static partial class UploadRefusal
{
    public const string UnknownClient = "UNKNOWN_CLIENT";
    public const string UnsupportedFile = "UNSUPPORTED_FILE";

    /// <summary>A metadata value is not percent-encoded UTF-8.</summary>
    public const string InvalidMetadata = "INVALID_METADATA";
    public const string MediaNotFound = "MEDIA_NOT_FOUND";
    public const string InvalidMediaName = "INVALID_MEDIA_NAME";

    public const string Budget = "BUDGET";
    public const string ProviderNotConfigured = "PROVIDER_NOT_CONFIGURED";

    /// <summary>The reason when the task is a refused upload, else null.</summary>
    public static string? Of(TaskRecord record) => record.Failure is { Code: FailureCodes.UploadRefused } failure ? failure.Message : null;

    public static string TextOf(IEnumerable<RequestViolation> violations)
        => string.Join(' ', violations.Select(violation => $"{violation.Code}: {TextOf(violation)}"));

    public static string TextOf(RequestViolation violation)
        => violation.Param.Length == 0 || violation.Message.Contains(violation.Param, StringComparison.Ordinal)
            ? violation.Message
            : $"{violation.Param}: {violation.Message}";

    /// <summary>The first code in a text, by which refusals are counted.</summary>
    public static string CodeIn(string text) => FirstCode().Match(text) is { Success: true } match ? match.Groups[1].Value : "OTHER";

    [GeneratedRegex(@"(?:\A|\s)([A-Z][A-Z_]{2,39}):", RegexOptions.CultureInvariant)]
    private static partial Regex FirstCode();
}
