using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seedance.Simulator.Providers;

/// <summary>api.evolink.ai, in every shape that its documents and clients know.</summary>
internal sealed class EvoLink : IProvider
{
    public const string ProviderName = "evolink";

    private const decimal CreditsPerDollar = 68;

    public static IReadOnlyList<string> CreateShapes { get; } = ["minimal", "no_id", "empty_object"];

    public static IReadOnlyList<string> TaskShapes { get; } =
    [
        "results", "two_results", "result", "result_data_array", "result_data_object", "output", "video_url", "url", "none", "usage_cost",
        "extra", "last_frame",
    ];

    public static IReadOnlyList<string> ErrorShapes { get; } = ["string_code", "integer_code", "no_type", "no_code", "string_error"];

    public string Name => ProviderName;

    public bool HasIdempotency => true;

    public decimal Credits => 67.5m;

    public string NewTaskId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"task-unified-{now.ToUnixTimeSeconds()}-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 10)}");

    public string? ModelOf(JsonElement body) => body.Text("model");

    public JsonObject CreateBody(SimulatorTask task, string? shape) => shape switch
    {
        "minimal" => new JsonObject { ["id"] = task.Id, ["status"] = "pending" },
        "no_id" => new JsonObject { ["id"] = "", ["status"] = "pending" },
        "empty_object" => [],
        _ => Head(task, task.Id, "pending", TaskSnapshot.Running(0)),
    };

    public JsonObject TaskBody(SimulatorTask task, TaskView view)
    {
        var snapshot = view.Snapshot;
        var body = Head(task, view.Id, view.Word ?? snapshot.State, snapshot);
        if (snapshot.State == TaskState.Completed)
            AddResult(body, task, view);
        if (snapshot.Failure is { } failure && TaskError(failure) is { } error)
            body["error"] = error;
        return body;
    }

    public (int Status, JsonNode Body) ErrorBody(ProviderError error, string? shape)
    {
        var (code, type, message) = Default(error.Status);
        code = error.Code ?? code;
        message = error.Message ?? message;
        JsonNode inner = shape switch
        {
            "string_error" => JsonValue.Create(message),
            "integer_code" => new JsonObject
            {
                ["code"] = error.Status,
                ["message"] = message,
                ["type"] = type,
                ["fallback_suggestion"] = "see the documentation",
            },
            "no_type" => new JsonObject { ["code"] = code, ["message"] = message },
            "no_code" => new JsonObject { ["message"] = message },
            _ => new JsonObject { ["code"] = code, ["message"] = message, ["type"] = type },
        };
        return (error.Status, new JsonObject { ["error"] = inner });
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

    private static JsonNode? TaskError(TaskFailure failure) => failure.Shape switch
    {
        "none" => null,
        "no_code" => new JsonObject { ["message"] = failure.Message },
        "string" => JsonValue.Create(failure.Message),
        _ => new JsonObject { ["code"] = failure.Code, ["message"] = failure.Message },
    };

    private static void AddResult(JsonObject body, SimulatorTask task, TaskView view)
    {
        JsonObject Link() => new() { ["video_url"] = view.Link };
        if (view.Shape is null or "results" or "last_frame" or "usage_cost" or "extra")
            body["results"] = new JsonArray(view.Link);
        switch (view.Shape)
        {
            case "two_results":
                body["results"] = new JsonArray(view.Link, view.Link + "&copy=2");
                break;
            case "last_frame":
                body["last_frame_url"] = view.LastFrameLink;
                break;
            case "result" or "output":
                body[view.Shape] = Link();
                break;
            case "result_data_array":
                body["results"] = new JsonArray();
                body["result_data"] = new JsonArray(Link());
                break;
            case "result_data_object":
                body["result_data"] = Link();
                break;
            case "video_url" or "url":
                body[view.Shape] = view.Link;
                break;
            case "usage_cost":
                var dollars = Math.Round(task.Credits / CreditsPerDollar, 4);
                body["usage"] = new JsonObject { ["cost"] = new JsonObject { ["credits"] = task.Credits, ["usd"] = dollars } };
                break;
            case "extra":
                body["request_id"] = "req-" + task.Id;
                body["billing"] = new JsonObject { ["charge_status"] = "charged", ["charged_credits"] = task.Credits };
                body["something_new"] = new JsonArray(1, "two", new JsonObject());
                break;
        }
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
