namespace Seedance.Providers;

/// <summary>Reads what providers write and never throws: what is absent or not as expected is null.</summary>
internal static partial class ProviderJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_024 };

    /// <summary>Reads JSON. Bytes that are no UTF-8 and half surrogate pairs become U+FFFD: they must not cost a finished video.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> body) => Parse(Encoding.UTF8.GetString(body));

    public static JsonElement? Parse(string text)
    {
        // An escaped half is valid JSON, and reading it as text throws.
        if (text.Contains(@"\ud", StringComparison.OrdinalIgnoreCase))
        {
            text = Escape().Replace(text, escape => escape.Groups["half"].Success ? @"\ufffd" : escape.Value);
        }
        try
        {
            return JsonElement.Parse(text.AsSpan().TrimStart('\uFEFF'), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member that is present and not null, by its exact name.</summary>
    public static JsonElement? Member(this JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } parent
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The members that are not null and have the name, however it is spelled; see <see cref="Plain"/>.</summary>
    public static IEnumerable<JsonElement?> Named(this JsonElement? element, string plainName)
        => element is { ValueKind: JsonValueKind.Object } parent
            ? parent.EnumerateObject()
                .Where(member => member.Value.ValueKind != JsonValueKind.Null && Plain(member.Name) == plainName)
                .Select(member => (JsonElement?)member.Value)
            : [];

    /// <summary>A word in lower case, letters and digits only: <c>task_id</c>, <c>taskId</c> and <c>Task-ID</c> are one.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The first item of an array; anything else as it is.</summary>
    public static JsonElement? First(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Select(item => (JsonElement?)item).FirstOrDefault()
            : element;

    /// <summary>A string, or a number as it is written; null when blank.</summary>
    public static string? Text(this JsonElement? element)
    {
        var text = element switch
        {
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>A number, or a string that is one, with or without a percent sign.</summary>
    public static decimal? Number(this JsonElement? element)
        => decimal.TryParse(element.Text()?.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A backslash that is itself escaped starts no escape, so each escape is read as a whole.
    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
        RegexOptions.Singleline)]
    private static partial Regex Escape();
}
