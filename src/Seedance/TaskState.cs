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

public static class TaskStates
{
    // In the order of the states.
    private static readonly string[] Words = ["pending", "processing", "completed", "failed", "cancelled"];

    /// <summary>The lower-case word used in JSON and in table rows.</summary>
    public static string Word(this TaskState state) => Words[(int)state];

    /// <summary>Whether the state never changes again.</summary>
    public static bool IsTerminal(this TaskState state) => state >= TaskState.Completed;

    /// <summary>Reads a word written by <see cref="Word"/>. Exact; false for anything else.</summary>
    public static bool TryParse(string? word, out TaskState state)
    {
        var index = Array.IndexOf(Words, word);
        state = (TaskState)Math.Max(index, 0);
        return index >= 0;
    }
}

public sealed class TaskStateJsonConverter()
    : JsonStringEnumConverter<TaskState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
