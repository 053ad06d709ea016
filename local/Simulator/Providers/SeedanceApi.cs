using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seedance.Simulator.Providers;

/// <summary>seedanceapi.org: everything in the envelope <c>{code, message, data}</c>.</summary>
internal sealed class SeedanceApi : IProvider
{
    public const string ProviderName = "seedanceapi";

    public string Name => ProviderName;

    public bool HasIdempotency => false;

    public decimal Credits => 28;

    public string NewTaskId(DateTimeOffset now) =>
        $"seed15{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 14)}pro";

    public string ModelOf(JsonElement body) => "seedance-2.0";

    public JsonObject CreateBody(SimulatorTask task) =>
        Envelope(new JsonObject { ["task_id"] = task.Id, ["status"] = "IN_PROGRESS" });

    public JsonObject TaskBody(SimulatorTask task, TaskView view)
    {
        var snapshot = view.Snapshot;
        return Envelope(new JsonObject
        {
            ["task_id"] = view.Id,
            ["status"] = view.Word ?? Word(snapshot.State),
            ["consumed_credits"] = snapshot.IsTerminal ? task.CreditsAt(snapshot) : 0,
            ["created_at"] = task.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["request"] = JsonNode.Parse(task.Request.GetRawText()),
            ["response"] = snapshot.State == TaskState.Completed ? new JsonArray(view.Link) : snapshot.IsTerminal ? new JsonArray() : null,
            ["error_message"] = snapshot.State switch
            {
                TaskState.Cancelled => "Task was cancelled",
                TaskState.Failed => TaskFailure.Message,
                _ => null,
            },
        });
    }

    public JsonObject ErrorBody(int status, string? said)
    {
        var body = new JsonObject { ["code"] = status, ["message"] = Default(status) };
        if (said is not null)
            body["detail"] = said;
        return body;
    }

    private static JsonObject Envelope(JsonObject data) => new() { ["code"] = 200, ["message"] = "success", ["data"] = data };

    private static string Word(string state) => state switch
    {
        TaskState.Completed => "SUCCESS",
        TaskState.Failed or TaskState.Cancelled => "FAILED",
        _ => "IN_PROGRESS",
    };

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
