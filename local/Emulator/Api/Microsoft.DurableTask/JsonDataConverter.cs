using System.Text.Json;

namespace Microsoft.DurableTask.Converters;

public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
{
    // Microsoft's default writes fields too.
    private static readonly JsonSerializerOptions Fields = new() { IncludeFields = true };

    private readonly JsonSerializerOptions _options = options ?? Fields;

    public static JsonDataConverter Default { get; } = new();

    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : JsonSerializer.Deserialize(data, targetType, _options);

    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, _options);
}
