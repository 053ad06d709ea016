using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>The status row of an instance. Its execution and history count decide which history rows are real.</summary>
internal sealed record InstanceState(string Id, string Name)
{
    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public int Execution { get; init; } = 1;

    public int HistoryCount { get; init; }

    /// <summary>True once this execution's orchestrator has run.</summary>
    public bool IsStarted { get; init; }

    public IReadOnlyList<OpenTask> Open { get; init; } = [];

    public ParentTask? Parent { get; init; }

    /// <summary>Tells this instance from another that had or wants the same id.</summary>
    public string CreationId { get; init; } = "";

    /// <summary>The store's version of the row; empty before it is stored.</summary>
    public string Version { get; init; } = "";

    public bool IsFinished => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>What the dispatcher keeps of a waiting instance: no payloads.</summary>
    public InstanceState WithoutPayloads() => this with { Input = null, Output = null, CustomStatus = null, Failure = null, CreationId = "" };
}
