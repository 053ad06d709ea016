using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>The name of an uploaded blob: <c>{client}/{folders}/{file}</c>.</summary>
internal sealed record UploadName
{
    // Azure Storage: 1 to 1,024 characters.
    private const int MaxCharacters = 1024;
    private const string JobEnding = ".job.json";
    private const string SidecarEnding = ".json";
    private const string FirstEnding = ".first";
    private const string LastEnding = ".last";

    private static readonly string[] ImageEndings = [".jpg", ".jpeg", ".png", ".webp"];

    private readonly string[] _segments;

    private UploadName(string value, string[] segments)
    {
        Value = value;
        _segments = segments;
    }

    /// <summary>The whole name inside the container.</summary>
    public string Value { get; }

    /// <summary>The first folder, or null when the file lies in none.</summary>
    public string? Client => _segments.Length > 1 ? _segments[0] : null;

    /// <summary>The folders below the client's, outermost first.</summary>
    public IEnumerable<string> Folders => _segments.Skip(1).SkipLast(1);

    /// <summary>The folder that the file lies in, with its slash.</summary>
    public string Folder => Value[..^File.Length];

    /// <summary>The last segment.</summary>
    public string File => _segments[^1];

    /// <summary>What the file is for.</summary>
    public UploadKind Kind => File switch
    {
        ['.', ..] => UploadKind.Hidden,
        _ when EndsWith(File, JobEnding) => UploadKind.Job,
        _ when EndsWith(File, SidecarEnding) => UploadKind.Sidecar,
        _ when !ImageEndings.Any(ending => EndsWith(File, ending)) => UploadKind.Other,
        _ when EndsWith(WithoutEnding, FirstEnding) => UploadKind.FirstFrame,
        _ when EndsWith(WithoutEnding, LastEnding) => UploadKind.LastFrame,
        _ => UploadKind.Image,
    };

    /// <summary>The name of the file that says what becomes of this picture: its own without the ending, and <c>.json</c>.</summary>
    public string Sidecar => Stem + SidecarEnding;

    /// <summary>The whole name without what tells pictures of one story apart: <c>.first</c>, <c>.last</c> and the ending.</summary>
    public string Stem => Kind switch
    {
        UploadKind.FirstFrame => WithoutEnding[..^FirstEnding.Length],
        UploadKind.LastFrame => WithoutEnding[..^LastEnding.Length],
        _ => WithoutEnding,
    };

    private string WithoutEnding => Value[..Value.LastIndexOf('.')];

    /// <summary>
    /// Reads a name. Refused is what a URL could turn into another blob's: empty segments, dots alone, backslashes, control
    /// characters.
    /// </summary>
    public static bool TryParse(string value, [NotNullWhen(true)] out UploadName? name)
    {
        var segments = value.Split('/');
        var wellFormed = value.Length is > 0 and <= MaxCharacters
            && !segments.Any(segment => segment is "" or "." or "..")
            && !value.Any(character => char.IsControl(character) || character == '\\');
        name = wellFormed ? new UploadName(value, segments) : null;
        return wellFormed;
    }

    /// <summary>True when the two are the first and the last frame of one video.</summary>
    public bool IsOtherFrameOf(UploadName frame)
        => (Kind, frame.Kind) is (UploadKind.FirstFrame, UploadKind.LastFrame) or (UploadKind.LastFrame, UploadKind.FirstFrame)
            && Stem == frame.Stem;

    /// <summary>True when the name is that of a picture.</summary>
    public static bool IsImage(string name) => ImageEndings.Any(ending => EndsWith(name, ending));

    private static bool EndsWith(string text, string ending) => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
