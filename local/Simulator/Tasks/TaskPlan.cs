using Seedance.Simulator.Faults;

namespace Seedance.Simulator.Tasks;

/// <summary>What will become of a task, decided when it is created.</summary>
internal sealed record TaskPlan(TimeSpan Duration, long VideoBytes, TaskState Outcome, TaskFailure? Failure, int? StuckAt)
{
    public static TaskPlan From(SimulatorSettings settings, IReadOnlyList<Fault> faults)
    {
        var plan = new TaskPlan(TimeSpan.FromSeconds(settings.ProgressSeconds), settings.VideoBytes, TaskState.Completed, null, null);
        foreach (var fault in faults)
        {
            plan = fault.Name switch
            {
                FaultCatalogue.Progress => plan with { Duration = fault.Seconds("seconds", settings.ProgressSeconds) },
                FaultCatalogue.Size => plan with { VideoBytes = fault.Long("bytes", settings.VideoBytes) },
                FaultCatalogue.Stuck => plan with { StuckAt = Math.Clamp((int)fault.Long("percent", 95), 0, 99) },
                FaultCatalogue.Never => plan with { StuckAt = 0 },
                FaultCatalogue.Cancelled => plan with { Outcome = TaskState.Cancelled },
                FaultCatalogue.Failed => plan with
                {
                    Outcome = TaskState.Failed,
                    Failure = new TaskFailure(
                        fault.Text("code", TaskFailure.ContentPolicy.Code),
                        fault.Text("message", TaskFailure.ContentPolicy.Message),
                        fault.Text("error", TaskFailure.Object)),
                },
                _ => plan,
            };
        }

        return plan;
    }
}
