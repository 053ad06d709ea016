using System.Text.Json;
using Seedance.Simulator.Faults;

namespace Seedance.Simulator.Tasks;

/// <summary>A create request that was let in and is a JSON object.</summary>
internal sealed record Submission(IProviderContract Contract, byte[] Bytes, JsonElement Body)
{
    public string? Prompt { get; } =
        Body.TryGetProperty("prompt", out var prompt) && prompt.ValueKind == JsonValueKind.String ? prompt.GetString() : null;

    public IReadOnlyList<PromptMarker> Markers { get; init; } = [];

    public FaultTarget At(string point) => new(point, Contract.Provider, Prompt, null, Markers);
}
