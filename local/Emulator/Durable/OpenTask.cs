namespace Seedance.Emulator.Durable;

/// <summary>A task that an orchestration waits for: what a restart has to set going again.</summary>
/// <param name="Type">The type of the history row that created it.</param>
/// <param name="TaskId">Its sequence number.</param>
/// <param name="Row">The number of that row in the execution's history.</param>
/// <param name="FireAt">When a timer is due.</param>
/// <param name="ChildId">The instance id of a sub-orchestration.</param>
internal sealed record OpenTask(HistoryEventType Type, int TaskId, int Row, DateTimeOffset? FireAt, string? ChildId);
