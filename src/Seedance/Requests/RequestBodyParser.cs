using System.Text.Json;

namespace Seedance.Requests;

/// <summary>Reads the JSON of a body into a <see cref="RequestBody"/>, noting what is not as it should be.</summary>
internal ref struct RequestBodyParser
{
    private const int MaxDepth = 8;
    private const int MaxUrlsKept = 64;

    private readonly DoorContract _door;
    private readonly Violations _violations;
    private readonly RequestBody _body = new();
    private Utf8JsonReader _reader;

    private RequestBodyParser(DoorContract door, ReadOnlySpan<byte> json, Violations violations)
    {
        _door = door;
        _violations = violations;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>The body, or null when it is not one JSON object.</summary>
    public static RequestBody? Parse(DoorContract door, ReadOnlySpan<byte> json, Violations violations)
    {
        var parser = new RequestBodyParser(door, json, violations);
        try
        {
            return parser.ReadRoot() ? parser._body : null;
        }
        catch (JsonException invalid)
        {
            violations.Add("", ViolationCodes.InvalidJson,
                $"The body is not valid JSON, or is nested deeper than {MaxDepth} levels "
                + $"(line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader's answer to text that is not Unicode: bytes that are not UTF-8, or half a surrogate pair.
            violations.Add("", ViolationCodes.InvalidJson, "The body contains text that is not valid Unicode.");
        }
        return null;
    }

    private bool ReadRoot()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _violations.Add("", ViolationCodes.InvalidJson, "The body must be a JSON object.");
            return false;
        }
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_door.Find(ref _reader) is { } member)
                ReadMember(member);
            else
                SkipUnknown("");
        }
        // Text after the object makes this throw.
        _reader.Read();
        return true;
    }

    private void ReadMember(BodyMember member)
    {
        var name = _door.NameOf(member)!;
        if (!_body.See(member))
        {
            _violations.Add(name, ViolationCodes.DuplicateParameter, $"{name} is given more than once.");
            _reader.Skip();
            return;
        }
        _reader.Read();
        switch (member)
        {
            case BodyMember.Provider: _body.Provider = ReadString(name); break;
            case BodyMember.Model: _body.Model = ReadString(name); break;
            case BodyMember.Prompt: _body.Prompt = ReadString(name); break;
            case BodyMember.Resolution: _body.Resolution = ReadString(name); break;
            case BodyMember.AspectRatio: _body.AspectRatio = ReadString(name); break;
            case BodyMember.CallbackUrl: _body.CallbackUrl = ReadString(name); break;
            case BodyMember.GenerateAudio: _body.GenerateAudio = ReadBoolean(name); break;
            case BodyMember.FixedLens: _body.FixedLens = ReadBoolean(name); break;
            case BodyMember.ImageUrls: ReadUrls(name, _body.ImageUrls); break;
            case BodyMember.VideoUrls: ReadUrls(name, _body.VideoUrls); break;
            case BodyMember.AudioUrls: ReadUrls(name, _body.AudioUrls); break;
            case BodyMember.InputVideoSeconds: ReadInputVideoSeconds(name); break;
            case BodyMember.Duration: _body.Duration = _door.DurationIsString ? ReadStringDuration(name) : ReadDuration(name); break;
            default: ReadModelParams(name); break;
        }
    }

    private void SkipUnknown(string parent)
    {
        if (!_violations.IsFull)
        {
            var name = _reader.GetString()!;
            var suggestion = parent.Length == 0 ? MemberSuggestion.For(name, _door) : NearestName.Find(name, ["web_search"]);
            var shown = parent + Violations.Cut(name);
            var hint = suggestion is null ? "" : $" Did you mean {parent}{suggestion}?";
            _violations.Add(shown, ViolationCodes.UnknownParameter, $"{shown} is not a known parameter.{hint}");
        }
        _reader.Skip();
    }

    private void ReadModelParams(string name)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            RefuseType(name, "an object");
            return;
        }
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!_reader.ValueTextEquals("web_search"u8))
            {
                SkipUnknown(name + ".");
                continue;
            }
            var first = _body.See(BodyMember.WebSearch);
            var path = _door.NameOf(BodyMember.WebSearch)!;
            if (!first)
                _violations.Add(path, ViolationCodes.DuplicateParameter, $"{path} is given more than once.");
            _reader.Read();
            _body.WebSearch = ReadBoolean(path);
        }
    }

    private string? ReadString(string name)
    {
        if (_reader.TokenType == JsonTokenType.String)
            return _reader.GetString();
        RefuseType(name, "a string");
        return null;
    }

    private bool? ReadBoolean(string name)
    {
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return _reader.GetBoolean();
        RefuseType(name, "true or false");
        return null;
    }

    // A whole number too large for Int32 has the right type and is out of every range, as is Int32's largest.
    private int? ReadDuration(string name)
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.ValueSpan.IndexOfAny(".eE"u8) < 0)
            return _reader.TryGetInt32(out var seconds) ? seconds : int.MaxValue;
        RefuseType(name, "a whole number of seconds");
        return null;
    }

    private int? ReadStringDuration(string name)
    {
        if (ReadString(name) is not { } text)
            return null;
        var canonical = text.Length is > 0 and <= 3 && text[0] != '0' && text.All(char.IsAsciiDigit);
        return canonical ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;
    }

    private void ReadUrls(string name, List<string?> urls)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            RefuseType(name, "an array of URLs");
            return;
        }
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            var text = _reader.TokenType == JsonTokenType.String ? _reader.GetString() : null;
            if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                RefuseType($"{name}[{urls.Count}]", "a string");
            else if (urls.Count < MaxUrlsKept && string.IsNullOrEmpty(text))
                _violations.Add($"{name}[{urls.Count}]", ViolationCodes.InvalidMediaUrl, "An entry must be a URL, not empty or null.");
            if (urls.Count < MaxUrlsKept)
                urls.Add(string.IsNullOrEmpty(text) ? null : text);
        }
    }

    private void ReadInputVideoSeconds(string name)
    {
        if (_reader.TokenType == JsonTokenType.Number)
        {
            _body.InputVideoSecondsInAll = true;
            _body.InputVideoSeconds = [Seconds()];
            return;
        }
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            RefuseType(name, "a number of seconds for all videos together, or an array with a number for each");
            return;
        }
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            var seconds = _body.InputVideoSeconds ??= [];
            var isNumber = _reader.TokenType == JsonTokenType.Number;
            var entry = isNumber ? Seconds() : (decimal?)null;
            if (!isNumber)
                RefuseType($"{name}[{seconds.Count}]", "a number of seconds");
            if (seconds.Count < MaxUrlsKept)
                seconds.Add(entry);
        }
    }

    // A number that no decimal can hold is out of every range, as is the largest decimal.
    private readonly decimal Seconds() => _reader.TryGetDecimal(out var seconds) ? seconds : decimal.MaxValue;

    private void RefuseType(string name, string wanted)
    {
        _violations.Add(name, ViolationCodes.InvalidParameterType, $"{name} must be {wanted}.");
        _reader.Skip();
    }
}
