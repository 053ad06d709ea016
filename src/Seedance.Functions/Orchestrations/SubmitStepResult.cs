using Seedance.Functions.Activities;

namespace Seedance.Functions.Orchestrations;

/// <summary>What the submit came to: a task to wait for, or the end.</summary>
internal sealed record SubmitStepResult(WaitingState? Waiting, Outcome? Ended)
{
    public static SubmitStepResult WaitFor(SubmitResult accepted, DateTime submittedAt) => new(
        new WaitingState
        {
            ProviderTaskId = accepted.ProviderTaskId!,
            SubmittedAt = new DateTimeOffset(submittedAt, TimeSpan.Zero),
            AskAtOnce = accepted.Adopted,
        },
        null);

    public static SubmitStepResult End(Outcome outcome) => new(null, outcome);
}
