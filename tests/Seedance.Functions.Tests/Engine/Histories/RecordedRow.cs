using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Seedance.Emulator.Durable;

namespace Seedance.Functions.Tests.Engine.Histories;

/// <summary>One row of a recorded history; payloads are JSON in JSON, so that a reader sees what is in them.</summary>
internal sealed record RecordedRow
{
    [JsonConverter(typeof(JsonStringEnumConverter<HistoryEventType>))]
    public required HistoryEventType Type { get; init; }

    public required DateTimeOffset At { get; init; }

    public int? Task { get; init; }

    public string? Name { get; init; }

    public DateTimeOffset? FireAt { get; init; }

    public string? Target { get; init; }

    public string? Failure { get; init; }

    public JsonNode? Payload { get; init; }

    /// <summary>True for what the orchestrator's code asked for, as opposed to what happened to it.</summary>
    [JsonIgnore]
    public bool IsAction => Type is HistoryEventType.TaskScheduled or HistoryEventType.TimerCreated
        or HistoryEventType.SubOrchestrationInstanceCreated or HistoryEventType.EventSent or HistoryEventType.ExecutionCompleted;

    public static RecordedRow Of(HistoryEvent row) => new()
    {
        Type = row.Type,
        At = row.Timestamp,
        Task = row.TaskId == HistoryEvent.NoTask ? null : row.TaskId,
        Name = row.Name,
        FireAt = row.FireAt,
        Target = row.TargetId,
        Failure = row.Failure?.ErrorType is { } type ? $"{type}: {row.Failure.ErrorMessage}" : null,
        Payload = row.Payload is { } payload ? JsonNode.Parse(payload) : null,
    };

    public HistoryEvent ToEvent() => new(Type)
    {
        Timestamp = At,
        TaskId = Task ?? HistoryEvent.NoTask,
        Name = Name,
        FireAt = FireAt,
        TargetId = Target,
        Failure = Failure is { } failure ? new TaskFailureDetails(failure.Split(':')[0], failure, null, null, null) : null,
        Payload = Payload?.ToJsonString(),
    };

    public override string ToString() => $"{Type} {Name} {Target} {FireAt:O} {Failure} {Payload?.ToJsonString()}";
}
