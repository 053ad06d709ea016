namespace Seedance.Emulator.Durable;

/// <summary>One delivery of an activity. Without the event, as after a restart, its history row is read when it is its turn.</summary>
internal sealed record ActivityDelivery(Instance Instance, int Execution, OpenTask Task, HistoryEvent? Scheduled, bool IsRepeated);
