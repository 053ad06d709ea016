using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>What one turn came to.</summary>
internal sealed record TurnResult
{
    public required OrchestrationRuntimeStatus Status { get; init; }

    /// <summary>The history rows of this turn, in order: what happened, then what the code asked for.</summary>
    public required IReadOnlyList<HistoryEvent> Rows { get; init; }

    public required IReadOnlyList<OpenTask> Open { get; init; }

    public string? Output { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public string? CustomStatus { get; init; }

    /// <summary>The input and the carried events of the next execution, when the orchestrator continued as new.</summary>
    public (string? Input, IReadOnlyList<HistoryEvent> Events)? Next { get; init; }
}
