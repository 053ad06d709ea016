using System.Text.Unicode;

namespace Seedance.Providers;

/// <summary>Reads what providers write and never throws: what is absent or not as expected is null.</summary>
internal static class ProviderJson
{
    public static JsonElement? Parse(ReadOnlySpan<byte> body, int maxDepth = 64)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (body.IsEmpty || !Utf8.IsValid(body)) return null;
        try
        {
            return JsonElement.Parse(body, new JsonDocumentOptions { MaxDepth = maxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member that is present and not null.</summary>
    public static JsonElement? Member(this JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } parent
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A string, or a number as it is written; null when blank.</summary>
    public static string? Text(this JsonElement? element)
    {
        var text = element switch
        {
            { ValueKind: JsonValueKind.String } value => String(value),
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>A number, or a string that is one.</summary>
    public static decimal? Number(this JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Number } value => value.TryGetDecimal(out var number) ? number : null,
        { ValueKind: JsonValueKind.String } value
            => decimal.TryParse(String(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    // Half a surrogate pair, escaped, is valid JSON and no text.
    private static string? String(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
