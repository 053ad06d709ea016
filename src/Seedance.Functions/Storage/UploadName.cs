namespace Seedance.Functions.Storage;

/// <summary>What an uploaded file is for, as its name says.</summary>
internal enum UploadKind
{
    Image,
    FirstFrame,
    LastFrame,
    Job,

    /// <summary>What a picture is to become; starts nothing by itself.</summary>
    Sidecar,

    /// <summary>What programs leave behind: a name that starts with a dot.</summary>
    Hidden,
    Other,
}

/// <summary>The name of an uploaded blob: <c>{client}/{folders}/{file}</c>.</summary>
internal sealed record UploadName
{
    // Azure Storage: 1 to 1,024 characters.
    private const int MaxCharacters = 1024;
    private const string FirstEnding = ".first";
    private const string LastEnding = ".last";

    private static readonly string[] ImageEndings = [".jpg", ".jpeg", ".png", ".webp"];

    private readonly string[] _segments;

    private UploadName(string value, string[] segments)
    {
        (Value, _segments) = (value, segments);
        Kind = File switch
        {
            ['.', ..] => UploadKind.Hidden,
            _ when EndsWith(File, ".job.json") => UploadKind.Job,
            _ when EndsWith(File, ".json") => UploadKind.Sidecar,
            _ when !ImageEndings.Any(ending => EndsWith(File, ending)) => UploadKind.Other,
            _ when EndsWith(WithoutEnding, FirstEnding) => UploadKind.FirstFrame,
            _ when EndsWith(WithoutEnding, LastEnding) => UploadKind.LastFrame,
            _ => UploadKind.Image,
        };
    }
    public string Value { get; }

    public UploadKind Kind { get; }

    /// <summary>The first folder, or null when the file lies in none.</summary>
    public string? Client => _segments.Length > 1 ? _segments[0] : null;

    /// <summary>The folders below the client's, outermost first.</summary>
    public IEnumerable<string> Folders => _segments.Skip(1).SkipLast(1);
    public string Folder => Value[..^File.Length];

    public string File => _segments[^1];

    public bool IsImage => Kind is UploadKind.Image or UploadKind.FirstFrame or UploadKind.LastFrame;

    /// <summary>The name of the file that says what becomes of this picture.</summary>
    public string Sidecar => Stem + ".json";

    /// <summary>The whole name without the ending, and without what tells the frames of a pair apart.</summary>
    public string Stem => Kind switch
    {
        UploadKind.FirstFrame => WithoutEnding[..^FirstEnding.Length],
        UploadKind.LastFrame => WithoutEnding[..^LastEnding.Length],
        _ => WithoutEnding,
    };

    private string WithoutEnding => Value[..Value.LastIndexOf('.')];

    /// <summary>Refuses what a URL could turn into another name: empty segments, dots alone, backslashes, control characters.</summary>
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

    private static bool EndsWith(string text, string ending) => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
