using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests.Api.OpenApi;

/// <summary>
/// Validates JSON against the part of JSON Schema that the API's description uses. A keyword that it does not know is an error: a
/// rule that nobody checks would look like one that holds.
/// </summary>
/// <param name="document">The description, which references point into.</param>
/// <param name="strict">Also refuses members that a schema does not name, whether it allows others or not.</param>
internal sealed class SchemaValidator(OpenApiDocument document, bool strict = false)
{
    /// <summary>Every way in which the value does not fit; empty when it does.</summary>
    public IReadOnlyList<string> Validate(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Validate(schema, value, "$", problems);
        return problems;
    }

    private void Validate(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            switch (keyword.Name)
            {
                case "description" or "default":
                    break;
                case "$ref":
                    Validate(document.Resolve(rule.GetString()!), value, at, problems);
                    break;
                case "type":
                    Require(rule.ValueKind == JsonValueKind.Array
                        ? rule.EnumerateArray().Any(type => IsOfType(value, type.GetString()!))
                        : IsOfType(value, rule.GetString()!));
                    break;
                case "const":
                    Require(JsonElement.DeepEquals(rule, value));
                    break;
                case "enum":
                    Require(rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)));
                    break;
                case "anyOf":
                    Require(rule.EnumerateArray().Any(option => Validate(option, value).Count == 0));
                    break;
                case "minimum":
                    Require(value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= rule.GetDecimal());
                    break;
                case "maximum":
                    Require(value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= rule.GetDecimal());
                    break;
                case "minLength":
                    Require(value.ValueKind != JsonValueKind.String || Characters(value) >= rule.GetInt32());
                    break;
                case "maxLength":
                    Require(value.ValueKind != JsonValueKind.String || Characters(value) <= rule.GetInt32());
                    break;
                case "pattern":
                    Require(value.ValueKind != JsonValueKind.String
                        || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ECMAScript));
                    break;
                case "format":
                    Require(value.ValueKind != JsonValueKind.String || HasFormat(value.GetString()!, rule.GetString()!));
                    break;
                case "minItems":
                    Require(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32());
                    break;
                case "maxItems":
                    Require(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32());
                    break;
                case "items":
                    ValidateItems(rule, value, at, problems);
                    break;
                case "required":
                    Require(value.ValueKind != JsonValueKind.Object
                        || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)));
                    break;
                case "properties":
                    ValidateMembers(schema, rule, value, at, problems);
                    break;
                case "additionalProperties" when schema.TryGetProperty("properties", out _) && rule.ValueKind == JsonValueKind.False:
                    break;
                default:
                    throw new NotSupportedException($"Nothing here checks \"{keyword.Name}\": {rule}.");
            }

            void Require(bool fits)
            {
                if (!fits) problems.Add($"{at}: {Short(value)} does not fit \"{keyword.Name}\": {Short(rule)}");
            }
        }
    }

    private void ValidateItems(JsonElement items, JsonElement value, string at, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Array) return;
        foreach (var (index, item) in value.EnumerateArray().Index()) Validate(items, item, $"{at}[{index}]", problems);
    }

    private void ValidateMembers(JsonElement schema, JsonElement members, JsonElement value, string at, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        var closed = strict || (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False);
        foreach (var member in value.EnumerateObject())
        {
            if (members.TryGetProperty(member.Name, out var rules)) Validate(rules, member.Value, $"{at}.{member.Name}", problems);
            else if (closed) problems.Add($"{at}: there is no member \"{member.Name}\"");
        }
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        _ => throw new NotSupportedException($"There is no type \"{type}\"."),
    };

    private static bool HasFormat(string text, string format) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Length > 10 && text[10] == 'T' && text.AsSpan(19).IndexOfAny("Z+-") >= 0
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => throw new NotSupportedException($"Nothing here checks the format \"{format}\"."),
    };

    private static int Characters(JsonElement text) => text.GetString()!.EnumerateRunes().Count();

    private static string Short(JsonElement value)
        => value.GetRawText() is { Length: > 120 } text ? text[..120] + "..." : value.GetRawText();
}
