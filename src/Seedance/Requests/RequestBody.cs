namespace Seedance.Requests;

/// <summary>The members of a body as they were read; null where absent or of a wrong type.</summary>
internal sealed class RequestBody
{
    private int _seen;

    public string? Provider { get; set; }

    public string? Model { get; set; }

    public string? Prompt { get; set; }

    public List<string?> ImageUrls { get; } = [];

    public List<string?> VideoUrls { get; } = [];

    public List<string?> AudioUrls { get; } = [];

    /// <summary>Lengths of the input videos, null where one is of a wrong type; null when the body has none to speak of.</summary>
    public List<decimal?>? InputVideoSeconds { get; set; }

    /// <summary>Whether <see cref="InputVideoSeconds"/> is one number for all videos together.</summary>
    public bool InputVideoSecondsInAll { get; set; }

    public int? Duration { get; set; }

    public string? Resolution { get; set; }

    public string? AspectRatio { get; set; }

    public bool? GenerateAudio { get; set; }

    public bool? WebSearch { get; set; }

    public bool? FixedLens { get; set; }

    public string? CallbackUrl { get; set; }

    /// <summary>Whether the body has the member, usable or not.</summary>
    public bool Has(BodyMember member) => (_seen & (1 << (int)member)) != 0;

    /// <summary>Notes a member; false when it was there before.</summary>
    public bool See(BodyMember member)
    {
        var first = !Has(member);
        _seen |= 1 << (int)member;
        return first;
    }
}
