using Google.Protobuf.WellKnownTypes;
using P = Microsoft.DurableTask.Protobuf;

namespace Seedance.Functions.Tests.Orchestrations.Hub;

/// <summary>An orchestration: its state as of its last turn, and the messages that it has not taken.</summary>
internal sealed class HubInstance(InstanceState state)
{
    public InstanceState State { get; set; } = state;
    public List<HubMessage> Inbox { get; } = [];

    /// <summary>A message of an earlier execution is nobody's, and so is one to an instance that has ended.</summary>
    public bool Takes(HubMessage message)
        => !State.IsFinished && (message.ExecutionId is null || message.ExecutionId == State.ExecutionId);
}

internal sealed record InstanceState(string Id, string Name, string ExecutionId, string? Input, DateTimeOffset CreatedAt)
{
    public P.ParentInstanceInfo? Parent { get; init; }
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
    public P.OrchestrationStatus Status { get; init; } = P.OrchestrationStatus.Pending;
    public string? CustomStatus { get; init; }
    public IReadOnlyList<P.HistoryEvent> History { get; init; } = [];
    public bool IsFinished => Status is P.OrchestrationStatus.Completed or P.OrchestrationStatus.Failed;

    public P.OrchestrationState Describe(bool withPayloads) => new()
    {
        InstanceId = Id,
        Name = Name,
        OrchestrationStatus = Status,
        CustomStatus = withPayloads ? CustomStatus : null,
        CreatedTimestamp = Timestamp.FromDateTimeOffset(CreatedAt),
        LastUpdatedTimestamp = Timestamp.FromDateTimeOffset(UpdatedAt),
    };
}

/// <summary>An event on its way to an instance. Without an execution's id it is for whichever execution takes it.</summary>
internal sealed record HubMessage(string InstanceId, string? ExecutionId, P.HistoryEvent Event);

internal sealed record HubActivity(string InstanceId, string ExecutionId, int TaskId, string Name, string? Input);

internal sealed record HubTurn(InstanceState State, P.OrchestratorRequest Request, P.OrchestratorResponse Response);
