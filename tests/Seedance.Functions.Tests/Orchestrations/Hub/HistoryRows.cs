using Google.Protobuf.WellKnownTypes;
using Asked = Microsoft.DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;
using P = Microsoft.DurableTask.Protobuf;

namespace Seedance.Functions.Tests.Orchestrations.Hub;

internal static class HistoryRows
{
    /// <summary>The event id of what happened without an orchestrator's asking.</summary>
    private const int Unasked = -1;

    public static P.HistoryEvent TurnStarted => new() { EventId = Unasked, OrchestratorStarted = new() };
    public static P.HistoryEvent TurnCompleted => new() { EventId = Unasked, OrchestratorCompleted = new() };

    public static P.HistoryEvent ExecutionStarted(InstanceState state) => new()
    {
        EventId = Unasked,
        ExecutionStarted = new()
        {
            Name = state.Name,
            Input = state.Input,
            OrchestrationInstance = new() { InstanceId = state.Id, ExecutionId = state.ExecutionId },
            ParentInstance = state.Parent,
        },
    };

    public static P.HistoryEvent Raised(string name, string? payload)
        => new() { EventId = Unasked, EventRaised = new() { Name = name, Input = payload } };

    public static P.HistoryEvent Fired(int timer, Timestamp due)
        => new() { EventId = Unasked, TimerFired = new() { TimerId = timer, FireAt = due } };

    public static P.HistoryEvent Completed(int task, string? result)
        => new() { EventId = Unasked, TaskCompleted = new() { TaskScheduledId = task, Result = result } };

    public static P.HistoryEvent Failed(int task, Exception failure)
        => new() { EventId = Unasked, TaskFailed = new() { TaskScheduledId = task, FailureDetails = Details(failure) } };

    /// <summary>What a parent learns of its child's end.</summary>
    public static P.HistoryEvent ChildEnded(int task, P.CompleteOrchestrationAction end)
        => end.OrchestrationStatus == P.OrchestrationStatus.Completed
            ? new() { EventId = Unasked, SubOrchestrationInstanceCompleted = new() { TaskScheduledId = task, Result = end.Result } }
            : new()
            {
                EventId = Unasked,
                SubOrchestrationInstanceFailed = new() { TaskScheduledId = task, FailureDetails = end.FailureDetails },
            };

    public static P.HistoryEvent At(this P.HistoryEvent row, Timestamp time)
    {
        var timed = row.Clone();
        timed.Timestamp = time;
        return timed;
    }

    /// <summary>The row that shows a replay that this was asked for.</summary>
    public static P.HistoryEvent Of(P.OrchestratorAction action, Timestamp time)
    {
        var row = new P.HistoryEvent { EventId = action.Id, Timestamp = time };
        switch (action.OrchestratorActionTypeCase)
        {
            case Asked.ScheduleTask:
                row.TaskScheduled = new() { Name = action.ScheduleTask.Name, Input = action.ScheduleTask.Input };
                break;
            case Asked.CreateTimer:
                row.TimerCreated = new() { FireAt = action.CreateTimer.FireAt };
                break;
            case Asked.CreateSubOrchestration:
                var child = action.CreateSubOrchestration;
                row.SubOrchestrationInstanceCreated = new() { InstanceId = child.InstanceId, Name = child.Name, Input = child.Input };
                break;
            case Asked.SendEvent:
                var sent = action.SendEvent;
                row.EventSent = new() { InstanceId = sent.Instance.InstanceId, Name = sent.Name, Input = sent.Data };
                break;
            case Asked.CompleteOrchestration:
                var end = action.CompleteOrchestration;
                row.ExecutionCompleted = new()
                {
                    OrchestrationStatus = end.OrchestrationStatus,
                    Result = end.Result,
                    FailureDetails = end.FailureDetails,
                };
                break;
            default:
                throw new NotSupportedException($"The hub knows no {action.OrchestratorActionTypeCase}.");
        }
        return row;
    }

    private static P.TaskFailureDetails Details(Exception failure) => new()
    {
        ErrorType = failure.GetType().FullName,
        ErrorMessage = failure.Message,
        StackTrace = failure.StackTrace,
        InnerFailure = failure.InnerException is { } inner ? Details(inner) : null,
    };
}
