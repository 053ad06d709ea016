using System.Text.Json.Nodes;

namespace Seedance.Simulator.Admin;

/// <summary>A callback to send now: a body as it is (a JSON string is sent unquoted), or the one that claims a state.</summary>
internal sealed record CallbackRequest(JsonNode? Body, string? State, string? Url);
