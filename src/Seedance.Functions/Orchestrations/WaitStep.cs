using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Api;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Waits for the provider: a race of its webhook, a poll's timer, the caller's cancel, and the deadline. A webhook only wakes; what
/// is believed is what the provider says when asked. After the deadline the task is late, not failed: it is looked at rarely until
/// the provider's 24 hours are over.
/// </summary>
internal sealed class WaitStep(
    TaskOrchestrationContext context, GenerationInput input, GenerationSignals signals, ExecutionLength length)
{
    private const int NotFoundLimit = 3;
    private const int WithoutVideoLimit = 5;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    public async Task<WaitStepResult> RunAsync(WaitingState state)
    {
        var failed = false;
        for (var isFirst = true; ; isFirst = false)
        {
            // Only events that nobody has consumed outlive the execution, so a callback that has come is seen to first.
            if (!isFirst && length.Steps >= input.Waiting.PollsPerExecution && !signals.HasCallback && !signals.IsCancelled)
            {
                context.ContinueAsNew(input with { Resumed = state }, preserveUnprocessedEvents: true);
                return WaitStepResult.ContinuesAsNew;
            }

            var pause = failed ? AfterFailure : PollSchedule.Next(input.Waiting, state, input.TaskId, Now);
            if (!state.AskAtOnce) await signals.WaitAsync(pause);
            if (signals.IsCancelled)
            {
                return WaitStepResult.End(Outcome.Cancelled("cancelled by the caller; the provider may finish and charge all the same") with
                {
                    LeftAtProvider = state,
                });
            }
            var wokenBy = state.AskAtOnce || signals.TakeCallback() is not null ? WokenBy.Webhook : WokenBy.Poll;
            var age = Now - state.SubmittedAt;
            var late = age >= input.Waiting.Deadline;
            length.Add();
            var look = await LookAsync(new PollInput(new TaskReference(input.Client, input.TaskId), state.ProviderTaskId, wokenBy, late));

            failed = look is null;
            look ??= new PollResult(PollKind.Unavailable);
            state = After(state, look, age);
            if (Ended(state, look) is { } outcome) return WaitStepResult.End(outcome);
            if (look.Kind == PollKind.Completed) return WaitStepResult.Store(state);
        }
    }

    // Null when our own storage is in trouble. The next look is the retry: a policy's would fill the history.
    private async Task<PollResult?> LookAsync(PollInput look)
    {
        try
        {
            return await context.CallActivityAsync<PollResult>(nameof(PollTask), look);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }

    private DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    // The age is that of the question: an answer may reach the workflow only after a restart.
    private WaitingState After(WaitingState state, PollResult look, TimeSpan age) => state with
    {
        AskAtOnce = false,
        Polls = state.Polls + 1,
        RetryAfter = look.RetryAfter,
        NotFoundInARow = look.Kind != PollKind.NotFound ? 0
            : age <= input.Waiting.NotFoundGrace ? 0
            : state.NotFoundInARow + 1,
        WithoutVideoInARow = look.Kind == PollKind.CompletedWithoutVideo ? state.WithoutVideoInARow + 1 : 0,
    };

    private Outcome? Ended(WaitingState state, PollResult look)
    {
        if (look.Kind == PollKind.Failed) return Outcome.Failed(look.Failure ?? TaskFailure.Of(FailureCodes.UnknownError));
        if (look.Kind == PollKind.Cancelled) return Outcome.Cancelled("cancelled at the provider");
        if (look.Kind == PollKind.Completed) return null;
        if (state.NotFoundInARow >= NotFoundLimit) return Outcome.Failed(TaskFailure.Of(FailureCodes.ProviderTaskLost), state);
        if (state.WithoutVideoInARow >= WithoutVideoLimit)
        {
            return Outcome.Failed(TaskFailure.Of(FailureCodes.ProviderInvalidResponse), state);
        }
        return Now - state.SubmittedAt >= input.Waiting.GiveUp ? Outcome.Failed(TaskFailure.Of(FailureCodes.TimedOutWaiting), state) : null;
    }
}
