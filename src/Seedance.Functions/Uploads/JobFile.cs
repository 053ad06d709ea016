using System.Buffers;
using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Admits job files. All requests of a file are validated before the first is paid for: one that is wrong refuses the file. Then each
/// starts a task of its own, as far as the budget allows; what is beyond it is refused by itself. Once one has started, so has the file:
/// a repeated event refuses no more than single requests of it.
/// </summary>
public sealed class Jobs(UploadContainer uploads, PictureRequests pictures, TaskAdmission admission, UploadAdmission starting)
{
    /// <returns>The tasks that were started or found, and why others were not, or null.</returns>
    internal async Task<(IReadOnlyList<TaskRecord> Tasks, string? Refusal)> AdmitAsync(
        DurableTaskClient orchestrations, Client client, UploadedBlob blob, CancellationToken cancellationToken)
    {
        var file = JobFile.Parse(blob);
        var media = new JobMedia(uploads, pictures, blob.Name);
        var results = new List<RequestResult>();
        foreach (var request in file.Requests)
        {
            var (body, violations) = await media.ResolveAsync(request, cancellationToken);
            results.Add(admission.Read(RequestFormat.EvoLink, body, violations));
        }
        var wrong = results.Index().SelectMany(each => each.Item is RequestResult.Refused refused
            ? refused.Violations.Select(violation => file.IsList
                ? violation with { Param = "", Message = $"request {each.Index + 1}: {UploadRefusal.TextOf(violation)}" }
                : violation)
            : []);
        if (UploadRefusal.TextOf([.. file.Violations, .. wrong]) is { Length: > 0 } text)
        {
            var upload = file.IsList ? Upload.OfList(client, blob) : Upload.Of(client, blob);
            var task = await starting.RefuseAsync(upload, request: null, text, cancellationToken);
            // Else the file has started; then each request is looked at by itself, whatever has become of its media since.
            if (UploadRefusal.Of(task) is { } all && task.Upload?.Index is null) return ([], all);
        }

        var (tasks, reasons) = (new List<TaskRecord>(), new List<string>());
        foreach (var (index, result) in results.Index())
        {
            var upload = Upload.Of(client, blob, file.IsList ? index : null);
            var task = await starting.AdmitAsync(orchestrations, upload, result, cancellationToken);
            if (UploadRefusal.Of(task) is not { } reason) tasks.Add(task);
            // An earlier event has refused the list as a whole.
            else if (file.IsList && task.Upload?.Index is null) return ([], reason);
            else reasons.Add(file.IsList ? $"request {index + 1}: {reason}" : reason);
        }
        return (tasks, reasons.Count > 0 ? string.Join(' ', reasons) : null);
    }
}

/// <summary>A job file: one request as for <c>POST /v1/videos/generations</c>, or a list of 1 to 50.</summary>
/// <param name="IsList">True when each request has a place in a list.</param>
/// <param name="Requests">Each an object; none when the file is refused.</param>
/// <param name="Violations">Why the file as a whole is refused.</param>
internal sealed record JobFile(bool IsList, IReadOnlyList<JsonElement> Requests, params IReadOnlyList<RequestViolation> Violations)
{
    /// <summary>As much as the body of a batch.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    public static JobFile Parse(UploadedBlob blob)
    {
        if (blob.Bytes == 0) return Refused(ImageViolationCodes.EmptyFile, "The job file is empty.");
        if (blob.Bytes > MaxBytes) return Refused(ImageViolationCodes.FileTooLarge, $"The job file has {blob.Bytes} bytes; at most {MaxBytes} are read.");
        var (json, wrong) = UploadedJson.Parse(blob.Head);
        if (json is not { } root) return Refused(ViolationCodes.InvalidJson, $"The job file {wrong}.");
        var isList = root.ValueKind == JsonValueKind.Array;
        IReadOnlyList<JsonElement> requests = isList ? [.. root.EnumerateArray()] : [root];
        if (requests.Count is 0 or > BatchRecord.MaxTasks)
        {
            return Refused(ViolationCodes.InvalidBatchSize,
                $"The job file lists {requests.Count} requests; it must list 1 to {BatchRecord.MaxTasks}.", isList);
        }
        return requests.All(request => request.ValueKind == JsonValueKind.Object)
            ? new JobFile(isList, requests)
            : Refused(ViolationCodes.InvalidJson, "The job file must be an object, or a list of objects.", isList);
    }

    private static JobFile Refused(string code, string message, bool isList = false) => new(isList, [], new RequestViolation("", code, message));
}

/// <summary>
/// The media of one job file. An entry that is no URL names a blob: from the client's folder on where it starts with that, else from
/// the job file's own folder. Each blob is looked at once, and becomes a plain URL.
/// </summary>
internal sealed class JobMedia(UploadContainer uploads, PictureRequests pictures, UploadName job)
{
    // EvoLink, parameter guide: videos up to 50 MB, sounds up to 15 MB, in the smaller meaning of MB. Pictures have their own rules.
    private static readonly Dictionary<string, long> MaxBytes
        = new() { ["image_urls"] = ImageLimits.MaxBytes, ["video_urls"] = 50_000_000, ["audio_urls"] = 15_000_000 };

    private readonly Dictionary<(string Name, string Member), IReadOnlyList<RequestViolation>> _looked = [];

    /// <summary>The request with URLs in the place of names, and what is wrong with the blobs that it names.</summary>
    public async Task<(byte[] Body, IReadOnlyList<RequestViolation> Violations)> ResolveAsync(
        JsonElement request, CancellationToken cancellationToken)
    {
        var violations = new List<RequestViolation>();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var member in request.EnumerateObject())
        {
            if (!MaxBytes.ContainsKey(member.Name) || member.Value.ValueKind != JsonValueKind.Array)
            {
                member.WriteTo(json);
                continue;
            }
            json.WriteStartArray(member.Name);
            foreach (var (index, entry) in member.Value.EnumerateArray().Index())
            {
                if (entry.ValueKind == JsonValueKind.String && entry.GetString() is { Length: > 0 } text)
                {
                    json.WriteStringValue(await UrlOfAsync(member.Name, index, text, violations, cancellationToken));
                }
                else entry.WriteTo(json);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        return (buffer.WrittenSpan.ToArray(), violations);
    }

    private async Task<string> UrlOfAsync(
        string member, int index, string text, List<RequestViolation> violations, CancellationToken cancellationToken)
    {
        var isUrl = text.Contains("://", StringComparison.Ordinal) || text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        var isWhole = text.StartsWith(job.Client + "/", StringComparison.Ordinal);
        var named = isUrl ? uploads.NameOf(text) : UploadName.TryParse(isWhole ? text : job.Folder + text, out var name) ? name : null;
        // Any other URL; the provider fetches it as it is.
        if (isUrl && named is null) return text;
        var param = $"{member}[{index}]";
        if (named is null || named.Client != job.Client)
        {
            violations.Add(new RequestViolation(
                param, UploadRefusal.InvalidMediaName, $"'{text}' is no name of a file in the folder '{job.Client}'."));
            return isUrl ? text : uploads.Uri.AbsoluteUri;
        }
        if (!_looked.TryGetValue((named.Value, member), out var found))
        {
            _looked[(named.Value, member)] = found = await LookAsync(named, member, cancellationToken);
        }
        violations.AddRange(found.Select(violation => violation with { Param = $"{param} {named.Value}" }));
        return uploads.UrlOf(named);
    }

    private async Task<IReadOnlyList<RequestViolation>> LookAsync(UploadName name, string member, CancellationToken cancellationToken)
    {
        var isPicture = member == "image_urls";
        var blob = isPicture
            ? await pictures.ReadAsync(name, etag: null, cancellationToken)
            : await uploads.ReadAsync(name, etag: null, bytes: 1, cancellationToken);
        if (blob is null)
        {
            return [new RequestViolation("", UploadRefusal.MediaNotFound, "The file is not there. Upload media before the job.")];
        }
        if (isPicture) return PictureRequests.Check("", blob);
        if (blob.Bytes == 0) return [new RequestViolation("", ImageViolationCodes.EmptyFile, "The file is empty.")];
        return blob.Bytes <= MaxBytes[member] ? [] : [new RequestViolation("", ImageViolationCodes.FileTooLarge,
            $"The file has {blob.Bytes} bytes; at most {MaxBytes[member]} are taken.")];
    }
}

internal static class UploadedJson
{
    /// <summary>The value, or what is wrong with it, to be put after the file's name.</summary>
    public static (JsonElement? Value, string? Wrong) Parse(ReadOnlyMemory<byte> bytes)
    {
        // Editors on Windows start files with it.
        var json = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes.Span[Encoding.UTF8.Preamble.Length..] : bytes.Span;
        try
        {
            // Text may be no UTF-8, or an escape name half a character. JsonElement finds that out only when the text is asked for.
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String) reader.GetString();
            }
            return (JsonElement.Parse(json), null);
        }
        catch (JsonException invalid)
        {
            return (null, $"is not valid JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1})");
        }
        catch (InvalidOperationException)
        {
            return (null, "contains text that is not valid Unicode");
        }
    }
}
