using System.Text.Json.Nodes;

namespace Seedance.Functions.Tests.Engine.Histories;

/// <summary>The history of one execution of an orchestration, from its start to its end or to where it waits.</summary>
internal sealed record RecordedExecution
{
    public required string Orchestrator { get; init; }

    public required string InstanceId { get; init; }

    public required int Execution { get; init; }

    /// <summary>The input that the next execution got, when this one continued as new.</summary>
    public JsonNode? ContinuedWith { get; init; }

    public required IReadOnlyList<RecordedRow> Rows { get; init; }
}
