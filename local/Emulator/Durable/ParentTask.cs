namespace Seedance.Emulator.Durable;

/// <summary>The task of a parent orchestration that a sub-orchestration answers.</summary>
internal sealed record ParentTask(string InstanceId, string Name, int Execution, int TaskId);
