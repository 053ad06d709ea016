using System.Text.Json;

namespace Seedance.Simulator.Admin;

internal sealed record FaultRequest(
    string? Fault,
    string? On,
    int? Times,
    int? After,
    string? Match,
    string? Provider,
    IReadOnlyDictionary<string, JsonElement>? Parameters);
