using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seedance.Simulator.Tasks;

/// <summary>What differs between the two providers: names, rules, prices and bodies.</summary>
internal interface IProviderContract
{
    string Provider { get; }

    bool HasIdempotency { get; }

    string NewTaskId(DateTimeOffset now);

    /// <summary>The priced order, or why the request is refused.</summary>
    (GenerationOrder? Order, ProviderError? Error) Read(JsonElement body, SimulatorSettings settings);

    JsonObject CreateBody(GenerationTask task, string? shape);

    JsonObject TaskBody(GenerationTask task, TaskView view);

    /// <summary>The provider's error body; <paramref name="shape"/> picks one of the variants its documents show.</summary>
    (int Status, JsonNode Body) ErrorBody(ProviderError error, string? shape);
}
