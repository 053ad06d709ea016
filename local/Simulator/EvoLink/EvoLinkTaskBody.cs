using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.EvoLink;

/// <summary>The task object of the query and of the callback, in every shape that EvoLink's documents and clients know.</summary>
internal static class EvoLinkTaskBody
{
    public static IReadOnlyList<string> Shapes { get; } =
    [
        "results", "two_results", "result", "result_data_array", "result_data_object", "output", "video_url", "url", "none", "usage_cost",
        "extra", "last_frame",
    ];

    public static JsonObject Head(GenerationTask task, string id, string status, int progress, bool canCancel, TaskState state)
    {
        var usage = new JsonObject { ["billing_rule"] = "per_second", ["credits_reserved"] = task.Order.CreditsReserved };
        if (state >= TaskState.Completed)
            usage["credits_used"] = TaskStore.CreditsOf(task, state);
        usage["user_group"] = "default";
        return new JsonObject
        {
            ["id"] = id,
            ["object"] = "video.generation.task",
            ["created"] = task.CreatedAt.ToUnixTimeSeconds(),
            ["model"] = task.Order.Model,
            ["status"] = status,
            ["progress"] = progress,
            ["type"] = "video",
            ["task_info"] = new JsonObject
            {
                ["can_cancel"] = canCancel,
                ["estimated_time"] = EvoLinkModel.All.First(model => model.Id == task.Order.Model).EstimatedSeconds,
                ["video_duration"] = task.Order.Seconds,
            },
            ["usage"] = usage,
        };
    }

    public static JsonObject Of(GenerationTask task, TaskView view)
    {
        var (state, progress, failure) = view.Snapshot;
        var status = view.State ?? Word(state);
        var body = Head(task, view.Id, status, progress, !view.Snapshot.IsTerminal, state);
        if (state == TaskState.Completed)
            AddResult(body, task, view);
        if (state == TaskState.Failed && failure is not null && Error(failure) is { } error)
            body["error"] = error;
        return body;
    }

    private static string Word(TaskState state) => state switch
    {
        TaskState.Pending => "pending",
        TaskState.Processing => "processing",
        TaskState.Completed => "completed",
        TaskState.Failed => "failed",
        _ => "cancelled",
    };

    private static JsonNode? Error(TaskFailure failure) => failure.Shape switch
    {
        TaskFailure.None => null,
        TaskFailure.NoCode => new JsonObject { ["message"] = failure.Message },
        TaskFailure.Text => JsonValue.Create(failure.Message),
        _ => new JsonObject { ["code"] = failure.Code, ["message"] = failure.Message },
    };

    private static void AddResult(JsonObject body, GenerationTask task, TaskView view)
    {
        JsonObject Link() => new() { ["video_url"] = view.Link };
        switch (view.Shape)
        {
            case "none":
                break;
            case "two_results":
                body["results"] = new JsonArray(view.Link, view.Link + "&copy=2");
                break;
            case "last_frame":
                body["results"] = new JsonArray(view.Link);
                body["last_frame_url"] = view.LastFrameLink;
                break;
            case "result":
                body["result"] = Link();
                break;
            case "result_data_array":
                body["results"] = new JsonArray();
                body["result_data"] = new JsonArray(Link());
                break;
            case "result_data_object":
                body["result_data"] = Link();
                break;
            case "output":
                body["output"] = Link();
                break;
            case "video_url" or "url":
                body[view.Shape] = view.Link;
                break;
            case "usage_cost":
                body["results"] = new JsonArray(view.Link);
                body["usage"] = new JsonObject
                {
                    ["cost"] = new JsonObject
                    {
                        ["credits"] = task.Order.CreditsUsed,
                        ["usd"] = Math.Round(task.Order.CreditsUsed / EvoLinkPrices.CreditsPerDollar, 4),
                    },
                };
                break;
            case "extra":
                body["results"] = new JsonArray(view.Link);
                body["request_id"] = "req-" + task.Id;
                body["billing"] = new JsonObject { ["charge_status"] = "charged", ["charged_credits"] = task.Order.CreditsUsed };
                body["something_new"] = new JsonArray(1, "two", new JsonObject());
                break;
            default:
                body["results"] = new JsonArray(view.Link);
                break;
        }
    }
}
