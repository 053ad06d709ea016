using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seedance;

/// <summary>Writes <see cref="TaskState"/> as its word and reads nothing but these words.</summary>
public sealed class TaskStateJsonConverter : JsonConverter<TaskState>
{
    /// <inheritdoc />
    public override TaskState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TaskStates.TryParse(reader.GetString(), out var state)
            ? state
            : throw new JsonException("A task state is one of pending, processing, completed, failed, cancelled.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TaskState value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Word());
}
