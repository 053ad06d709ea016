namespace Seedance.Requests;

/// <summary>The members of a body as they were read; null where absent or of a wrong type, which is a violation.</summary>
internal sealed class RequestBody(RequestMembers format, Violations violations)
{
    private const int MaxDepth = 8;

    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    public string? Provider { get; private set; }
    public string? Model { get; private set; }
    public string? Prompt { get; private set; }

    /// <summary>Null where an entry is no URL, here and in the two lists below.</summary>
    public List<string?> ImageUrls { get; private set; } = [];
    public List<string?> VideoUrls { get; private set; } = [];
    public List<string?> AudioUrls { get; private set; } = [];

    /// <summary>Lengths of the input videos, null where one is of a wrong type; null when the body gives none.</summary>
    public List<decimal?>? InputVideoSeconds { get; private set; }

    /// <summary>Whether <see cref="InputVideoSeconds"/> is one number for all videos together.</summary>
    public bool InputVideoSecondsIsTotal { get; private set; }

    /// <summary><see cref="int.MaxValue"/> for a number or text that is no duration at any provider.</summary>
    public int? Duration { get; private set; }
    public string? Resolution { get; private set; }
    public string? AspectRatio { get; private set; }
    public bool? GenerateAudio { get; private set; }
    public bool? WebSearch { get; private set; }
    public bool? FixedLens { get; private set; }
    public string? CallbackUrl { get; private set; }

    /// <summary>The body, or null when it is not one JSON object.</summary>
    public static RequestBody? Parse(RequestMembers format, ReadOnlySpan<byte> json, Violations violations)
    {
        try
        {
            var root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (root.ValueKind == JsonValueKind.Object)
            {
                var body = new RequestBody(format, violations);
                foreach (var member in root.EnumerateObject()) body.Read(member.Name, member.Value);
                return body;
            }
            violations.Add("", ViolationCodes.InvalidJson, "The body must be a JSON object.");
        }
        catch (JsonException invalid)
        {
            violations.Add("", ViolationCodes.InvalidJson,
                $"The body is not valid JSON, or is nested deeper than {MaxDepth} levels "
                + $"(line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // What JsonElement throws for text that is not Unicode: bytes that are not UTF-8, or half a surrogate pair.
            violations.Add("", ViolationCodes.InvalidJson, "The body contains text that is not valid Unicode.");
        }
        return null;
    }

    /// <summary>Whether the body has the member, usable or not. Null is the same as leaving it out, as clients' serializers write it.</summary>
    public bool Has(string member) => _given.Contains(member);

    private void Read(string name, JsonElement value)
    {
        if (!IsNew(name, format.Members) || value.ValueKind == JsonValueKind.Null) return;
        _given.Add(name);
        switch (name)
        {
            case "provider": Provider = ReadString(name, value); break;
            case "model": Model = ReadString(name, value); break;
            case "prompt": Prompt = ReadString(name, value); break;
            case "quality" or "resolution": Resolution = ReadString(name, value); break;
            case "aspect_ratio": AspectRatio = ReadString(name, value); break;
            case "callback_url": CallbackUrl = ReadString(name, value); break;
            case "generate_audio": GenerateAudio = ReadBoolean(name, value); break;
            case "fixed_lens": FixedLens = ReadBoolean(name, value); break;
            case "image_urls": ImageUrls = ReadUrls(name, value); break;
            case "video_urls": VideoUrls = ReadUrls(name, value); break;
            case "audio_urls": AudioUrls = ReadUrls(name, value); break;
            case "duration": Duration = format.DurationIsString ? ReadStringDuration(name, value) : ReadDuration(name, value); break;
            case "model_params": ReadModelParams(name, value); break;
            case "input_video_seconds": InputVideoSeconds = ReadSeconds(name, value); break;
        }
    }

    /// <summary>Whether a member is known and was not given before; otherwise that is a violation.</summary>
    private bool IsNew(string name, string[] known)
    {
        if (!known.Contains(name, StringComparer.Ordinal))
        {
            var shown = Violations.Cut(name);
            violations.Add(shown, ViolationCodes.UnknownParameter,
                $"{shown} is not a known parameter. Known are {string.Join(", ", known)}.");
            return false;
        }
        if (_named.Add(name)) return true;
        violations.Add(name, ViolationCodes.DuplicateParameter, $"{name} is given more than once.");
        return false;
    }

    private void ReadModelParams(string name, JsonElement value)
    {
        if (!Is(value.ValueKind == JsonValueKind.Object, name, "an object")) return;
        foreach (var member in value.EnumerateObject())
        {
            var path = $"{name}.{member.Name}";
            if (IsNew(path, ["model_params.web_search"]) && member.Value.ValueKind != JsonValueKind.Null)
            {
                WebSearch = ReadBoolean(path, member.Value);
            }
        }
    }

    private string? ReadString(string name, JsonElement value)
        => Is(value.ValueKind == JsonValueKind.String, name, "a string") ? value.GetString() : null;

    private bool? ReadBoolean(string name, JsonElement value)
        => Is(value.ValueKind is JsonValueKind.True or JsonValueKind.False, name, "true or false") ? value.GetBoolean() : null;

    // 5.0 is whole. A number too large for Int32 has the right type and is out of every range, as is Int32's largest.
    private int? ReadDuration(string name, JsonElement value)
    {
        var number = value.ValueKind == JsonValueKind.Number ? SecondsOf(value) : 0.5m;
        if (!Is(decimal.IsInteger(number), name, "a whole number of seconds")) return null;
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : int.MaxValue;
    }

    private int? ReadStringDuration(string name, JsonElement value)
    {
        if (ReadString(name, value) is not { } text) return null;
        var isCanonical = text.Length is > 0 and <= 3 && text[0] != '0' && text.All(char.IsAsciiDigit);
        return isCanonical ? int.Parse(text, CultureInfo.InvariantCulture) : int.MaxValue;
    }

    private List<string?> ReadUrls(string name, JsonElement value)
        => Is(value.ValueKind == JsonValueKind.Array, name, "an array of URLs")
            ? [.. value.EnumerateArray().Select((entry, index) => ReadUrl($"{name}[{index}]", entry))]
            : [];

    private string? ReadUrl(string path, JsonElement entry)
    {
        var isEmpty = entry.ValueKind == JsonValueKind.Null || (entry.ValueKind == JsonValueKind.String && entry.ValueEquals(""));
        if (!isEmpty) return ReadString(path, entry);
        violations.Add(path, ViolationCodes.InvalidMediaUrl, "An entry must be a URL, not empty or null.");
        return null;
    }

    private List<decimal?>? ReadSeconds(string name, JsonElement value)
    {
        InputVideoSecondsIsTotal = value.ValueKind == JsonValueKind.Number;
        if (InputVideoSecondsIsTotal) return [SecondsOf(value)];
        const string Wanted = "a number of seconds for all videos together, or an array with a number for each";
        if (!Is(value.ValueKind == JsonValueKind.Array, name, Wanted) || value.GetArrayLength() == 0) return null;
        return [.. value.EnumerateArray().Select((entry, i)
            => Is(entry.ValueKind == JsonValueKind.Number, $"{name}[{i}]", "a number of seconds") ? SecondsOf(entry) : (decimal?)null)];
    }

    // A number that no decimal can hold is out of every range, as is the largest decimal.
    private static decimal SecondsOf(JsonElement number) => number.TryGetDecimal(out var seconds) ? seconds : decimal.MaxValue;

    private bool Is(bool isOfType, string name, string wanted)
    {
        if (!isOfType) violations.Add(name, ViolationCodes.InvalidParameterType, $"{name} must be {wanted}.");
        return isOfType;
    }
}
