using System.Text.Json.Serialization;

namespace Seedance;

/// <summary>The state of a generation. In JSON its lower-case word, as in EvoLink's task object. The last three are terminal.</summary>
[JsonConverter(typeof(TaskStateJsonConverter))]
public enum TaskState
{
    Pending,
    Processing,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>The words of <see cref="TaskState"/> and which of them are terminal.</summary>
public static class TaskStates
{
    // In the order of the states.
    private static readonly string[] Words = ["pending", "processing", "completed", "failed", "cancelled"];

    /// <summary>The lower-case word used in JSON and in table rows.</summary>
    public static string Word(this TaskState state) => Words[(int)state];

    /// <summary>Whether the state never changes again.</summary>
    public static bool IsTerminal(this TaskState state) => state is TaskState.Completed or TaskState.Failed or TaskState.Cancelled;

    /// <summary>Reads a word written by <see cref="Word"/>. Exact; false for anything else.</summary>
    public static bool TryParse(string? word, out TaskState state)
    {
        var index = Array.IndexOf(Words, word);
        state = (TaskState)Math.Max(index, 0);
        return index >= 0;
    }
}

/// <summary>Writes <see cref="TaskState"/> as its word and reads only these words.</summary>
public sealed class TaskStateJsonConverter : JsonConverter<TaskState>
{
    public override TaskState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String && TaskStates.TryParse(reader.GetString(), out var state)
            ? state
            : throw new JsonException("This is no task state.");

    public override void Write(Utf8JsonWriter writer, TaskState value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.Word());
}
