using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.EvoLink;

internal sealed class EvoLinkContract : IProviderContract
{
    public static IReadOnlyList<string> CreateShapes { get; } = ["minimal", "no_id", "empty_object"];

    public string Provider => ProviderNames.EvoLink;

    public bool HasIdempotency => true;

    public string NewTaskId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"task-unified-{now.ToUnixTimeSeconds()}-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 10)}");

    public (GenerationOrder? Order, ProviderError? Error) Read(JsonElement body, SimulatorSettings settings) =>
        new EvoLinkRequest(body, settings).Read();

    public JsonObject CreateBody(GenerationTask task, string? shape) => shape switch
    {
        "minimal" => new JsonObject { ["id"] = task.Id, ["status"] = "pending" },
        "no_id" => new JsonObject { ["id"] = "", ["status"] = "pending" },
        "empty_object" => [],
        _ => EvoLinkTaskBody.Head(task, task.Id, "pending", 0, canCancel: true, TaskState.Pending),
    };

    public JsonObject TaskBody(GenerationTask task, TaskView view) => EvoLinkTaskBody.Of(task, view);

    public (int Status, JsonNode Body) ErrorBody(ProviderError error, string? shape) => (error.Status, EvoLinkErrors.Body(error, shape));
}
