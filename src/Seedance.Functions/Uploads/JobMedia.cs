using System.Buffers;
using System.Runtime.InteropServices;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// The media of one job file. An entry that is no URL names a blob: from the client's folder on where it begins with that, else
/// from the job file's own folder. Blobs are looked at once each, and become plain URLs.
/// </summary>
internal sealed class JobMedia(UploadContainer uploads, UploadedPictures pictures, UploadName job)
{
    // EvoLink, parameter guide: videos up to 50 MB, sounds up to 15 MB, in the smaller meaning of MB.
    private static readonly (string Member, long MaxBytes)[] Members =
    [
        ("image_urls", long.MaxValue),
        ("video_urls", 50_000_000),
        ("audio_urls", 15_000_000),
    ];

    private readonly Dictionary<(string Name, string Member), RequestViolation[]> _looked = [];

    /// <summary>The request with URLs in the place of names, and what is wrong with the blobs it names.</summary>
    public async Task<(byte[] Body, IReadOnlyList<RequestViolation> Violations)> ResolveAsync(
        JsonElement request, CancellationToken cancellationToken)
    {
        var violations = new List<RequestViolation>();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var member in request.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            var media = Members.FirstOrDefault(media => media.Member == member.Name);
            if (media.Member is null || member.Value.ValueKind != JsonValueKind.Array)
            {
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value));
                continue;
            }
            json.WriteStartArray();
            foreach (var (index, entry) in member.Value.EnumerateArray().Index())
            {
                if (entry.ValueKind == JsonValueKind.String && entry.GetString() is { Length: > 0 } text)
                {
                    var param = $"{media.Member}[{index}]";
                    json.WriteStringValue(await UrlOfAsync(param, text, media, violations, cancellationToken));
                }
                else json.WriteRawValue(JsonMarshal.GetRawUtf8Value(entry));
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        return (buffer.WrittenSpan.ToArray(), violations);
    }

    private async Task<string> UrlOfAsync(
        string param,
        string text,
        (string Member, long MaxBytes) media,
        List<RequestViolation> violations,
        CancellationToken cancellationToken)
    {
        var isUrl = text.Contains("://", StringComparison.Ordinal) || text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        var named = isUrl ? uploads.NameOf(text) : NameOf(text);
        // Somebody else's URL; the provider fetches it as it is.
        if (isUrl && named is null) return text;
        if (named is null || named.Client != job.Client)
        {
            violations.Add(new RequestViolation(param, UploadRefusalCodes.InvalidMediaName,
                $"'{text}' is no name of a file in the folder '{job.Client}'."));
            return isUrl ? text : uploads.Uri.AbsoluteUri;
        }
        if (!_looked.TryGetValue((named.Value, media.Member), out var found))
        {
            found = [.. await LookAsync(named, media, cancellationToken)];
            _looked[(named.Value, media.Member)] = found;
        }
        violations.AddRange(found.Select(violation => violation with { Param = $"{param} {named.Value}" }));
        return uploads.UriOf(named).AbsoluteUri;
    }

    private UploadName? NameOf(string text)
    {
        var isWhole = text.StartsWith(job.Client + "/", StringComparison.Ordinal);
        return UploadName.TryParse(isWhole ? text : job.Folder + text, out var name) ? name : null;
    }

    private async Task<IReadOnlyList<RequestViolation>> LookAsync(
        UploadName name, (string Member, long MaxBytes) media, CancellationToken cancellationToken)
    {
        var isPicture = media.Member == Members[0].Member;
        var reading = isPicture
            ? await pictures.ReadAsync(name, etag: null, cancellationToken)
            : await uploads.ReadAsync(name, etag: null, bytes: 1, cancellationToken);
        if (reading is not BlobResult.Found { Blob: var blob })
        {
            return [new RequestViolation("", UploadRefusalCodes.MediaNotFound, "The file is not there. Media is uploaded before the job.")];
        }
        if (isPicture) return UploadedPictures.Check("", blob);
        return blob.Bytes switch
        {
            0 => [new RequestViolation("", ImageViolationCodes.EmptyFile, "The file is empty.")],
            var bytes when bytes > media.MaxBytes => [new RequestViolation("", ImageViolationCodes.FileTooLarge,
                $"The file has {bytes} bytes; at most {media.MaxBytes} are taken.")],
            _ => [],
        };
    }
}
