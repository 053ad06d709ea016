using Seedance.Functions.Activities;

namespace Seedance.Functions.Orchestrations;

/// <summary>What the wait came to: a finished video to store, the end, or neither when a further execution waits on.</summary>
internal sealed record WaitStepResult(WaitingState? Finished, Outcome? Ended)
{
    public static readonly WaitStepResult ContinuesAsNew = new(null, null);

    public static WaitStepResult Store(WaitingState state) => new(state, null);

    public static WaitStepResult End(Outcome outcome) => new(null, outcome);
}
