using System.Globalization;
using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.SeedanceApi;

/// <summary>The data of the status envelope, which the callback shares.</summary>
internal static class SeedanceApiTaskBody
{
    public static IReadOnlyList<string> Shapes { get; } =
        ["response", "two_results", "video_url", "output_url", "none", "null_response", "completed_word", "lower_case", "extra", "last_frame"];

    public static JsonObject Of(GenerationTask task, TaskView view)
    {
        var (state, _, failure) = view.Snapshot;
        var body = new JsonObject
        {
            ["task_id"] = view.Id,
            ["status"] = view.State ?? Word(state),
            ["consumed_credits"] = view.Snapshot.IsTerminal ? TaskStore.CreditsOf(task, state) : 0,
            ["created_at"] = task.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["request"] = JsonNode.Parse(task.Request.GetRawText()),
            ["response"] = view.Snapshot.IsTerminal ? new JsonArray() : null,
            ["error_message"] = state switch
            {
                TaskState.Failed when failure?.Shape != TaskFailure.None => (failure ?? TaskFailure.ContentPolicy).Message,
                TaskState.Cancelled => "Task was cancelled",
                _ => null,
            },
        };
        if (state == TaskState.Completed)
            AddResult(body, view);
        return body;
    }

    private static string Word(TaskState state) => state switch
    {
        TaskState.Completed => "SUCCESS",
        TaskState.Failed or TaskState.Cancelled => "FAILED",
        _ => "IN_PROGRESS",
    };

    private static void AddResult(JsonObject body, TaskView view)
    {
        switch (view.Shape)
        {
            case "none":
                break;
            case "null_response":
                body["response"] = null;
                break;
            case "video_url" or "output_url":
                body[view.Shape] = view.Link;
                break;
            case "two_results":
                body["response"] = new JsonArray(view.Link, view.Link + "&copy=2");
                break;
            case "last_frame":
                body["response"] = new JsonArray(view.Link);
                body["content"] = new JsonObject { ["last_frame_url"] = view.LastFrameLink };
                break;
            case "completed_word":
                body["status"] = "COMPLETED";
                body["response"] = new JsonArray(view.Link);
                break;
            case "lower_case":
                body["status"] = "success";
                body["response"] = new JsonArray(view.Link);
                break;
            case "extra":
                body["response"] = new JsonArray(view.Link);
                body["something_new"] = new JsonArray(1, "two", new JsonObject());
                break;
            default:
                body["response"] = new JsonArray(view.Link);
                break;
        }
    }
}
