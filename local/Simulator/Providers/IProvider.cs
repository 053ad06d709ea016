using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seedance.Simulator.Providers;

/// <summary>What differs between the two providers.</summary>
internal interface IProvider
{
    string Name { get; }

    /// <summary>Whether it knows <c>Idempotency-Key</c>.</summary>
    bool HasIdempotency { get; }

    /// <summary>What every video costs: prices are the service's to know.</summary>
    decimal Credits { get; }

    string NewTaskId(DateTimeOffset now);

    /// <summary>The model of a create request; null when it must have one and has none.</summary>
    string? ModelOf(JsonElement body);

    JsonObject CreateBody(SimulatorTask task);

    /// <summary>The body of the query and of the callback.</summary>
    JsonObject TaskBody(SimulatorTask task, TaskView view);

    /// <summary>The provider's error body for this status, in its own words unless something is to be said.</summary>
    JsonObject ErrorBody(int status, string? said = null);
}

/// <summary>What one response or callback says of a task, which faults may make different from the truth.</summary>
/// <param name="Id">The task's id, or another's.</param>
/// <param name="Snapshot">The state that it tells.</param>
/// <param name="Link">The link to the video of a completed task.</param>
/// <param name="Word">The word for the state; null is the provider's own.</param>
internal sealed record TaskView(string Id, TaskSnapshot Snapshot, string Link, string? Word);

internal static class BodyMembers
{
    /// <summary>A member that is a string; null when it is absent or something else.</summary>
    public static string? Text(this JsonElement body, string name) =>
        body.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
