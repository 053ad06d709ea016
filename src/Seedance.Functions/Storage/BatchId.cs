namespace Seedance.Functions.Storage;

/// <summary>
/// The id of a batch, shaped like a task's: <c>batch-&lt;unix seconds&gt;-&lt;16 random characters&gt;</c>. It is also the instance id of its
/// orchestration, and the row key of its record.
/// </summary>
[JsonConverter(typeof(Json))]
public readonly record struct BatchId
{
    private const string Prefix = "batch-";
    private const string TaskPrefix = "task-";

    private readonly string _value;

    private BatchId(string value) => _value = value;

    /// <summary>The batch that a task id stands for: time and random part are the same.</summary>
    public static BatchId Of(TaskId seed) => new(Prefix + seed.Chronological);

    /// <summary>Reads an id; false for anything of another shape.</summary>
    public static bool TryParse(string? text, out BatchId id)
    {
        var wellFormed = text is not null && text.StartsWith(Prefix, StringComparison.Ordinal)
            && TaskId.TryParse(string.Concat(TaskPrefix, text.AsSpan(Prefix.Length)), out _);
        id = wellFormed ? new BatchId(text!) : default;
        return wellFormed;
    }

    /// <inheritdoc />
    public override string ToString() => _value;

    internal sealed class Json : JsonConverter<BatchId>
    {
        public override BatchId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var id) ? id : throw new JsonException("No batch id.");

        public override void Write(Utf8JsonWriter writer, BatchId value, JsonSerializerOptions options) => writer.WriteStringValue(value._value);
    }
}
