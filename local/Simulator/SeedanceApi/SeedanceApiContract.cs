using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.SeedanceApi;

internal sealed class SeedanceApiContract : IProviderContract
{
    public string Provider => ProviderNames.SeedanceApi;

    public bool HasIdempotency => false;

    public string NewTaskId(DateTimeOffset now) =>
        $"seed15{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 14)}pro";

    public (GenerationOrder? Order, ProviderError? Error) Read(JsonElement body, SimulatorSettings settings) =>
        new SeedanceApiRequest(body, settings).Read();

    public JsonObject CreateBody(GenerationTask task, string? shape) => shape switch
    {
        "no_id" => Envelope(new JsonObject { ["task_id"] = "", ["status"] = "IN_PROGRESS" }),
        "minimal" => Envelope(new JsonObject { ["task_id"] = task.Id }),
        "empty_object" => [],
        _ => Envelope(new JsonObject { ["task_id"] = task.Id, ["status"] = "IN_PROGRESS" }),
    };

    public JsonObject TaskBody(GenerationTask task, TaskView view) => Envelope(SeedanceApiTaskBody.Of(task, view));

    public (int Status, JsonNode Body) ErrorBody(ProviderError error, string? shape) => SeedanceApiErrors.Body(error, shape);

    private static JsonObject Envelope(JsonObject data) => new() { ["code"] = 200, ["message"] = "success", ["data"] = data };
}
