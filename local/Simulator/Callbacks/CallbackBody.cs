using System.Text.Json.Nodes;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Callbacks;

internal static class CallbackBody
{
    public static IReadOnlyList<string> States { get; } = ["pending", "processing", "completed", "failed", "cancelled"];

    /// <summary>A state that a callback claims, true or not.</summary>
    public static TaskSnapshot Claim(string state) => state switch
    {
        "pending" => new TaskSnapshot(TaskState.Pending, 0),
        "processing" => new TaskSnapshot(TaskState.Processing, 50),
        "completed" => new TaskSnapshot(TaskState.Completed, 100),
        "failed" => new TaskSnapshot(TaskState.Failed, 0, TaskFailure.ContentPolicy),
        "cancelled" => new TaskSnapshot(TaskState.Cancelled, 0),
        _ => throw new FormatException($"there is no state '{state}'"),
    };

    public static string Write(JsonNode body, FaultSet faults)
    {
        var text = body.ToJsonString();
        if (faults.Has(FaultCatalogue.Html))
            return Answer.HtmlPage;
        if (faults.Has(FaultCatalogue.Empty))
            return "";
        return faults.Has(FaultCatalogue.MalformedJson) ? text[..(text.Length / 2)] : text;
    }
}
