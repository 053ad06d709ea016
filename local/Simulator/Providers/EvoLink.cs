using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seedance.Simulator.Providers;

/// <summary>api.evolink.ai, in every shape that its documents and clients know.</summary>
internal sealed class EvoLink : IProvider
{
    public const string ProviderName = "evolink";

    public string Name => ProviderName;

    public bool HasIdempotency => true;

    public decimal Credits => 67.5m;

    public string NewTaskId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"task-unified-{now.ToUnixTimeSeconds()}-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 10)}");

    public string? ModelOf(JsonElement body) => body.Text("model");

    public JsonObject CreateBody(SimulatorTask task) => Head(task, task.Id, "pending", TaskSnapshot.Running(0));

    public JsonObject TaskBody(SimulatorTask task, TaskView view)
    {
        var body = Head(task, view.Id, view.Word ?? view.Snapshot.State, view.Snapshot);
        if (view.Snapshot.State == TaskState.Completed)
            body["results"] = new JsonArray(view.Link);
        if (view.Snapshot.State == TaskState.Failed)
            body["error"] = new JsonObject { ["code"] = TaskFailure.Code, ["message"] = TaskFailure.Message };
        return body;
    }

    public JsonObject ErrorBody(int status, string? said)
    {
        var (code, type, message) = Default(status);
        return new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = said ?? message, ["type"] = type } };
    }

    private static JsonObject Head(SimulatorTask task, string id, string status, TaskSnapshot snapshot)
    {
        var info = new JsonObject
        {
            ["can_cancel"] = !snapshot.IsTerminal,
            ["estimated_time"] = task.Model.Contains("fast", StringComparison.Ordinal) ? 120 : 165,
        };
        if (task.Request.TryGetProperty("duration", out var seconds))
            info["video_duration"] = JsonNode.Parse(seconds.GetRawText());
        var usage = new JsonObject { ["billing_rule"] = "per_second", ["credits_reserved"] = task.Submission.Provider.Credits };
        if (snapshot.IsTerminal)
            usage["credits_used"] = task.CreditsAt(snapshot);
        usage["user_group"] = "default";
        return new JsonObject
        {
            ["id"] = id,
            ["object"] = "video.generation.task",
            ["created"] = task.CreatedAt.ToUnixTimeSeconds(),
            ["model"] = task.Model,
            ["status"] = status,
            ["progress"] = snapshot.Progress,
            ["type"] = "video",
            ["task_info"] = info,
            ["usage"] = usage,
        };
    }

    private static (string Code, string Type, string Message) Default(int status) => status switch
    {
        400 => ("invalid_request", "invalid_request_error", "Invalid request parameters"),
        401 => ("unauthorized", "authentication_error", "Invalid or expired token"),
        402 => ("insufficient_quota", "insufficient_quota", "Insufficient quota. Please top up your account."),
        403 => ("model_access_denied", "invalid_request_error", "Token does not have access to the specified model"),
        404 => ("task_not_found", "not_found_error", "Task not found."),
        409 => ("idempotency_conflict", "invalid_request_error", "Idempotency-Key was used with a different request"),
        413 => ("request_too_large", "request_too_large_error", "Request body is too large"),
        429 => ("rate_limit_exceeded", "rate_limit_error", "Too many requests, please try again later"),
        500 => ("internal_error", "api_error", "Internal server error"),
        502 => ("upstream_error", "upstream_error", "Upstream error"),
        503 => ("service_unavailable", "service_unavailable_error", "Service unavailable, retry after 30 seconds"),
        _ => ("unknown_error", "api_error", "Unexpected error"),
    };
}
