using System.Diagnostics;

namespace Seedance;

/// <summary>The words of <see cref="TaskState"/> and what they imply.</summary>
public static class TaskStates
{
    /// <summary>The lower-case word used in JSON and in table rows.</summary>
    public static string Word(this TaskState state) => state switch
    {
        TaskState.Pending => "pending",
        TaskState.Processing => "processing",
        TaskState.Completed => "completed",
        TaskState.Failed => "failed",
        TaskState.Cancelled => "cancelled",
        _ => throw new UnreachableException($"Task state {(int)state} does not exist."),
    };

    /// <summary>Whether the state never changes again.</summary>
    public static bool IsTerminal(this TaskState state) =>
        state is TaskState.Completed or TaskState.Failed or TaskState.Cancelled;

    /// <summary>Reads a word written by <see cref="Word"/>. Exact; false for anything else.</summary>
    public static bool TryParse(string? word, out TaskState state)
    {
        (var known, state) = word switch
        {
            "pending" => (true, TaskState.Pending),
            "processing" => (true, TaskState.Processing),
            "completed" => (true, TaskState.Completed),
            "failed" => (true, TaskState.Failed),
            "cancelled" => (true, TaskState.Cancelled),
            _ => (false, default),
        };
        return known;
    }
}
