using System.Buffers;
using System.Runtime.InteropServices;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Writes a create body for pictures: each member from the blob's metadata, or else from the file beside it, or else from the
/// settings. What those say is not judged here; the body is read like any other.
/// </summary>
internal sealed class PictureBody(
    IReadOnlyList<UploadedBlob> pictures, JsonElement? sidecar, IReadOnlyList<UploadDefaults> settings)
{
    public const string Prompt = "prompt";

    private const string Model = "model";
    private const string Duration = "duration";
    private const string GenerateAudio = "generate_audio";

    private static readonly string[] Members = [Prompt, Model, Duration, "quality", "aspect_ratio", GenerateAudio, "callback_url"];
    private static readonly string[] Media = ["image_urls", "video_urls", "audio_urls"];

    private readonly List<RequestViolation> _violations = [];

    /// <summary>What could not be written.</summary>
    public IReadOnlyList<RequestViolation> Violations => _violations;

    /// <summary>Whether there was a prompt anywhere, good or not.</summary>
    public bool HasPrompt { get; private set; }

    public byte[] Write(IReadOnlyList<string> urls)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("image_urls");
        foreach (var url in urls) json.WriteStringValue(url);
        json.WriteEndArray();
        var given = Members.Where(member => TryWriteMetadata(json, member)).ToHashSet();
        given.UnionWith(WriteSidecar(json, given));
        foreach (var member in Members.Except(given))
        {
            if (settings.Select(each => SettingOf(each, member)).OfType<string>().FirstOrDefault() is { } setting)
            {
                WriteText(json, member, setting);
                given.Add(member);
            }
        }
        if (!given.Contains(Model)) json.WriteString(Model, ModelIds.Alias);
        HasPrompt = given.Contains(Prompt);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private bool TryWriteMetadata(Utf8JsonWriter json, string member)
    {
        // Of two frames the first one's word counts.
        if (pictures.FirstOrDefault(picture => picture.Metadata.ContainsKey(member)) is not { } picture) return false;
        if (UploadMetadata.TryDecode(picture.Metadata[member], out var text)) WriteText(json, member, text);
        else
        {
            _violations.Add(new RequestViolation(member, UploadRefusalCodes.InvalidMetadata, $"The metadata '{member}' {UploadMetadata.Rule}."));
            // It is there: that it is missing would be the wrong thing to say.
            if (member == Prompt) json.WriteString(member, member);
        }
        return true;
    }

    private HashSet<string> WriteSidecar(Utf8JsonWriter json, HashSet<string> given)
    {
        var written = new HashSet<string>();
        if (sidecar is not { } members) return written;
        foreach (var member in members.EnumerateObject())
        {
            if (given.Contains(member.Name)) continue;
            if (Media.Contains(member.Name))
            {
                _violations.Add(new RequestViolation(member.Name, ViolationCodes.ParameterNotSupported,
                    $"{member.Name} cannot be given beside a picture; a .job.json names its own media."));
                continue;
            }
            // As it was written: what is wrong with it is for the reader to say.
            json.WritePropertyName(member.Name);
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value));
            written.Add(member.Name);
        }
        return written;
    }

    private static void WriteText(Utf8JsonWriter json, string member, string text)
    {
        if (member == Duration && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            json.WriteNumber(member, seconds);
        }
        else if (member == GenerateAudio && bool.TryParse(text, out var audio)) json.WriteBoolean(member, audio);
        else json.WriteString(member, text);
    }

    /// <summary>What the settings say of a member, as text; null when they say nothing.</summary>
    public static string? SettingOf(UploadDefaults defaults, string member) => member switch
    {
        Prompt => NullIfEmpty(defaults.Prompt),
        Model => NullIfEmpty(defaults.Model),
        Duration => defaults.Duration?.ToString(CultureInfo.InvariantCulture),
        "quality" => NullIfEmpty(defaults.Quality),
        "aspect_ratio" => NullIfEmpty(defaults.AspectRatio),
        GenerateAudio => defaults.GenerateAudio?.ToString(),
        "callback_url" => NullIfEmpty(defaults.CallbackUrl),
        _ => null,
    };

    // A setting that is there and empty is one that is not set.
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
