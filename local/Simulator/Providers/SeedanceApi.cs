using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seedance.Simulator.Providers;

/// <summary>seedanceapi.org: everything in the envelope <c>{code, message, data}</c>.</summary>
internal sealed class SeedanceApi : IProvider
{
    public const string ProviderName = "seedanceapi";

    public static IReadOnlyList<string> TaskShapes { get; } =
    [
        "response", "two_results", "video_url", "output_url", "none", "null_response", "completed_word", "lower_case", "extra",
        "last_frame",
    ];

    // The vendor documents error codes and no body: each way to read its documents is a shape.
    public static IReadOnlyList<string> ErrorShapes { get; } = ["integer_code", "string_code", "in_200", "error_object", "string_error"];

    public string Name => ProviderName;

    public bool HasIdempotency => false;

    public decimal Credits => 28;

    public string NewTaskId(DateTimeOffset now) =>
        $"seed15{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 14)}pro";

    public string ModelOf(JsonElement body) => "seedance-2.0";

    public JsonObject CreateBody(SimulatorTask task, string? shape) => shape switch
    {
        "no_id" => Envelope(new JsonObject { ["task_id"] = "", ["status"] = "IN_PROGRESS" }),
        "minimal" => Envelope(new JsonObject { ["task_id"] = task.Id }),
        "empty_object" => [],
        _ => Envelope(new JsonObject { ["task_id"] = task.Id, ["status"] = "IN_PROGRESS" }),
    };

    public JsonObject TaskBody(SimulatorTask task, TaskView view)
    {
        var snapshot = view.Snapshot;
        var data = new JsonObject
        {
            ["task_id"] = view.Id,
            ["status"] = view.Word ?? Word(snapshot.State),
            ["consumed_credits"] = snapshot.IsTerminal ? task.CreditsAt(snapshot) : 0,
            ["created_at"] = task.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["request"] = JsonNode.Parse(task.Request.GetRawText()),
            ["response"] = snapshot.IsTerminal ? new JsonArray() : null,
            ["error_message"] = snapshot switch
            {
                { State: TaskState.Cancelled } => "Task was cancelled",
                { Failure: { Shape: not "none" } failure } => failure.Message,
                _ => null,
            },
        };
        if (snapshot.State == TaskState.Completed)
            AddResult(data, view);
        return Envelope(data);
    }

    public (int Status, JsonNode Body) ErrorBody(ProviderError error, string? shape)
    {
        var code = error.Code ?? Default(error.Status);
        var message = error.Message ?? code;
        return shape switch
        {
            "string_code" => (error.Status, new JsonObject { ["code"] = code, ["message"] = message }),
            "in_200" => (200, new JsonObject { ["code"] = error.Status, ["message"] = code }),
            "error_object" => (error.Status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }),
            "string_error" => (error.Status, new JsonObject { ["error"] = message }),
            _ when error.Message is null => (error.Status, new JsonObject { ["code"] = error.Status, ["message"] = code }),
            _ => (error.Status, new JsonObject { ["code"] = error.Status, ["message"] = code, ["detail"] = error.Message }),
        };
    }

    private static JsonObject Envelope(JsonObject data) => new() { ["code"] = 200, ["message"] = "success", ["data"] = data };

    private static string Word(string state) => state switch
    {
        TaskState.Completed => "SUCCESS",
        TaskState.Failed or TaskState.Cancelled => "FAILED",
        _ => "IN_PROGRESS",
    };

    private static void AddResult(JsonObject data, TaskView view)
    {
        if (view.Shape is not ("none" or "null_response" or "video_url" or "output_url"))
            data["response"] = new JsonArray(view.Link);
        switch (view.Shape)
        {
            case "null_response":
                data["response"] = null;
                break;
            case "video_url" or "output_url":
                data[view.Shape] = view.Link;
                break;
            case "two_results":
                data["response"] = new JsonArray(view.Link, view.Link + "&copy=2");
                break;
            case "last_frame":
                data["content"] = new JsonObject { ["last_frame_url"] = view.LastFrameLink };
                break;
            case "completed_word":
                data["status"] = "COMPLETED";
                break;
            case "lower_case":
                data["status"] = "success";
                break;
            case "extra":
                data["something_new"] = new JsonArray(1, "two", new JsonObject());
                break;
        }
    }

    private static string Default(int status) => status switch
    {
        400 => "INVALID_PROMPT",
        401 => "INVALID_API_KEY",
        402 => "INSUFFICIENT_CREDITS",
        404 => "TASK_NOT_FOUND",
        413 => "REQUEST_TOO_LARGE",
        429 => "RATE_LIMITED",
        _ => "INTERNAL_ERROR",
    };
}
