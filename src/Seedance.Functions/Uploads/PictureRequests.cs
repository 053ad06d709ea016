using System.Buffers;
using System.Reflection;
using Seedance.Functions.Admission;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>Reads uploaded pictures, no more of them than their heads, and makes the request of one picture or of two frames.</summary>
public sealed class PictureRequests(TaskAdmission admission, UploadContainer uploads, IOptions<SeedanceOptions> options)
{
    // As much as the body of a create request.
    private const int MaxSidecarBytes = 256 * 1024;

    // A JPEG may carry megabytes of EXIF and colour profiles before its size; no camera's picture has more than this.
    private const int MaxHeadBytes = 4 * 1024 * 1024;

    /// <summary>Reads as much of a picture as it takes to know its size, usually in one storage operation.</summary>
    /// <param name="etag">The version that is meant, without quotes; null for any.</param>
    internal async Task<UploadedBlob?> ReadAsync(UploadName name, string? etag, CancellationToken cancellationToken)
    {
        for (var bytes = ImageHead.FirstRead; ;)
        {
            var blob = await uploads.ReadAsync(name, etag, bytes, cancellationToken);
            if (blob is not { Bytes: <= ImageLimits.MaxBytes } || bytes >= MaxHeadBytes) return blob;
            var head = ImageHead.Read(blob.Head.Span, blob.Bytes);
            if (head is not ImageResult.Incomplete { BytesNeeded: <= MaxHeadBytes and var needed }) return blob;
            (etag, bytes) = (blob.Etag, Math.Min(MaxHeadBytes, Math.Max((int)needed, 4 * bytes)));
        }
    }

    internal static IReadOnlyList<RequestViolation> Check(string param, UploadedBlob blob)
        => ImageLimits.CheckBytes(param, blob.Bytes) is { } violation
            ? [violation]
            : ImageLimits.Check(param, ImageHead.Read(blob.Head.Span, blob.Bytes));

    /// <summary>Reads what the pictures are to become: one storage operation, for their sidecar.</summary>
    internal async Task<RequestResult> ReadRequestAsync(IReadOnlyList<UploadedBlob> pictures, CancellationToken cancellationToken)
    {
        var name = pictures[0].Name;
        var violations = new List<RequestViolation>(pictures.SelectMany(picture => Check(picture.Name.File, picture)));
        var sidecar = await ReadSidecarAsync(name, violations, cancellationToken);
        var uploading = options.Value.Uploads;
        var folders = name.Folders.Reverse().Select(folder => uploading.Folders.GetValueOrDefault(folder)).OfType<UploadDefaults>();
        var urls = pictures.Select(picture => uploads.UrlOf(picture.Name));
        var (json, hasPrompt) = PictureBody.Write(urls, pictures, sidecar, [.. folders, uploading], violations);
        var result = admission.Read(RequestFormat.EvoLink, json, violations);
        return result is RequestResult.Refused refused && !hasPrompt
            ? new RequestResult.Refused([.. refused.Violations.Select(each => each.Param == PictureBody.Prompt ? NoPrompt(name) : each)])
            : result;
    }

    private async Task<JsonElement?> ReadSidecarAsync(
        UploadName picture, List<RequestViolation> violations, CancellationToken cancellationToken)
    {
        // A picture's name may make it a job's, which is no sidecar.
        if (!UploadName.TryParse(picture.Sidecar, out var name) || name.Kind != UploadKind.Sidecar
            || await uploads.ReadAsync(name, etag: null, MaxSidecarBytes + 1, cancellationToken) is not { } blob)
        {
            return null;
        }
        var (json, wrong) = blob.Bytes > MaxSidecarBytes ? (null, "may hold at most 256 KB") : UploadedJson.Parse(blob.Head);
        if (json is { ValueKind: JsonValueKind.Object }) return json;
        violations.Add(new RequestViolation(name.File, ViolationCodes.InvalidJson, $"{name.File} {wrong ?? "must be a JSON object"}."));
        return null;
    }

    private static RequestViolation NoPrompt(UploadName name) => new(PictureBody.Prompt, ViolationCodes.InvalidPrompt,
        $"There is no prompt. Give one as the blob's metadata 'prompt', as \"prompt\" in {name.Sidecar[name.Folder.Length..]} (uploaded "
        + "before the picture), or by the settings Seedance__Uploads__Folders__<folder>__Prompt or Seedance__Uploads__Prompt; then upload "
        + "it again.");
}

/// <summary>
/// The body of a create request for pictures. Each member is taken from the blob's metadata, else from the sidecar, else from the
/// settings. What they say is not judged here; the body is read like any other.
/// </summary>
internal static class PictureBody
{
    public const string Prompt = "prompt";

    private static readonly string[] Media = ["image_urls", "video_urls", "audio_urls"];

    /// <summary>The members that settings and metadata may give, with the property of the setting.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Members { get; } = typeof(UploadDefaults).GetProperties()
        .ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

    /// <param name="settings">Those that count first come first.</param>
    /// <param name="violations">Gets what could not be written.</param>
    /// <returns>The body, and whether there was a prompt anywhere, valid or not.</returns>
    public static (byte[] Json, bool HasPrompt) Write(
        IEnumerable<string> urls,
        IReadOnlyList<UploadedBlob> pictures,
        JsonElement? sidecar,
        IReadOnlyList<UploadDefaults> settings,
        List<RequestViolation> violations)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("image_urls");
        foreach (var url in urls) json.WriteStringValue(url);
        json.WriteEndArray();
        var given = new HashSet<string>();
        foreach (var member in Members.Keys)
        {
            // Of two frames the first one's metadata counts.
            if (pictures.FirstOrDefault(picture => picture.Metadata.ContainsKey(member)) is not { } picture) continue;
            given.Add(member);
            if (UploadMetadata.TryDecode(picture.Metadata[member], out var text)) WriteText(json, member, text);
            else
            {
                violations.Add(new RequestViolation(member, UploadRefusal.InvalidMetadata,
                    $"The metadata '{member}' must be printable ASCII, all else percent-encoded as UTF-8 (a percent sign itself is %25)."));
                // It must not count as missing as well.
                if (member == Prompt) json.WriteString(member, member);
            }
        }
        // With duplicates and unknown members, which are for the reader to refuse.
        var others = sidecar is { } file ? file.EnumerateObject().Where(member => !given.Contains(member.Name)).ToList() : [];
        foreach (var member in others)
        {
            if (Media.Contains(member.Name))
            {
                violations.Add(new RequestViolation(member.Name, ViolationCodes.ParameterNotSupported,
                    $"{member.Name} cannot be given for a picture; a .job.json names its own media."));
                continue;
            }
            member.WriteTo(json);
            given.Add(member.Name);
        }
        foreach (var member in Members.Keys.Except(given).ToList())
        {
            if (settings.Select(each => SettingOf(each, member)).OfType<string>().FirstOrDefault() is not { } setting) continue;
            WriteText(json, member, setting);
            given.Add(member);
        }
        if (given.Add("model")) json.WriteString("model", ModelIds.Alias);
        json.WriteEndObject();
        json.Flush();
        return (buffer.WrittenSpan.ToArray(), given.Contains(Prompt));
    }

    /// <summary>What the settings say of a member, as text; null when they say nothing.</summary>
    public static string? SettingOf(UploadDefaults defaults, string member)
        => Members.TryGetValue(member, out var property)
            && Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private static void WriteText(Utf8JsonWriter json, string member, string text)
    {
        var type = Members[member].PropertyType;
        if (type == typeof(int?) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(member, number);
        }
        else if (type == typeof(bool?) && bool.TryParse(text, out var yes)) json.WriteBoolean(member, yes);
        else json.WriteString(member, text);
    }
}
