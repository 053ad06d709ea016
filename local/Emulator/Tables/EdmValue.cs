using System.Globalization;
using System.Text.Json;

namespace Seedance.Emulator.Tables;

/// <summary>The eight types of a table's properties as JSON. What JSON has no type for is text with an annotation beside it.</summary>
internal static class EdmValue
{
    private const string DateFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            // The service ignores properties without a value, and so they are not sent.
            case null:
                break;
            case string text:
                writer.WriteString(name, text);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case bool truth:
                writer.WriteBoolean(name, truth);
                break;
            case long number:
                WriteAnnotated(writer, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case ulong number:
                WriteAnnotated(writer, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteString(name + EntityNames.TypeSuffix, "Edm.Double");
                writer.WriteNumber(name, number);
                break;
            case double number:
                WriteAnnotated(writer, name, "Edm.Double", number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                WriteAnnotated(writer, name, "Edm.DateTime", time.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture));
                break;
            case DateTime { Kind: DateTimeKind.Utc } time:
                WriteAnnotated(writer, name, "Edm.DateTime", time.ToString(DateFormat, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                throw new NotSupportedException($"Property {name}: a DateTime must be UTC, this one is {time.Kind}.");
            case Guid guid:
                WriteAnnotated(writer, name, "Edm.Guid", guid.ToString());
                break;
            case byte[] bytes:
                writer.WriteString(name + EntityNames.TypeSuffix, "Edm.Binary");
                writer.WriteBase64String(name, bytes);
                break;
            case BinaryData bytes:
                writer.WriteString(name + EntityNames.TypeSuffix, "Edm.Binary");
                writer.WriteBase64String(name, bytes.ToMemory().Span);
                break;
            default:
                throw new NotSupportedException($"Property {name}: {value.GetType()} is not a type of table properties.");
        }
    }

    public static object? Read(JsonElement value, string? type) => type switch
    {
        "Edm.Int64" => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "Edm.Double" => ReadDouble(value),
        "Edm.DateTime" => ReadTime(value),
        "Edm.Guid" => value.GetGuid(),
        "Edm.Binary" => value.GetBytesFromBase64(),
        _ => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when value.TryGetInt32(out var number) => number,
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.Null => null,
            _ => throw new NotSupportedException($"A table property cannot be {value.ValueKind}."),
        },
    };

    public static double ReadDouble(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : double.Parse(value.GetString()!, CultureInfo.InvariantCulture);

    public static long ReadInt64(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetInt64()
        : long.Parse(value.GetString()!, CultureInfo.InvariantCulture);

    public static DateTimeOffset ReadTime(JsonElement value) =>
        DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static void WriteAnnotated(Utf8JsonWriter writer, string name, string type, string value)
    {
        writer.WriteString(name + EntityNames.TypeSuffix, type);
        writer.WriteString(name, value);
    }
}
