using Microsoft.DurableTask;

namespace Seedance.Emulator.Durable;

/// <summary>One row of an instance's history; which members are set depends on the type.</summary>
internal sealed record HistoryEvent(HistoryEventType Type)
{
    public const int NoTask = -1;

    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The sequence number that the orchestrator's code gave the task, in the row that creates it and in its result.</summary>
    public int TaskId { get; init; } = NoTask;

    public string? Name { get; init; }

    /// <summary>Input, result or event payload as JSON.</summary>
    public string? Payload { get; init; }

    public DateTimeOffset? FireAt { get; init; }

    /// <summary>The child of a sub-orchestration, the receiver of a sent event.</summary>
    public string? TargetId { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    /// <summary>True for rows that end a task, which count only while the task is open.</summary>
    public bool IsTaskResult => Type is HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed or HistoryEventType.TimerFired
        or HistoryEventType.SubOrchestrationInstanceCompleted or HistoryEventType.SubOrchestrationInstanceFailed;
}
