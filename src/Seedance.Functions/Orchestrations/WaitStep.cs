using Microsoft.DurableTask;
using Seedance.Functions.Activities;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Waits for the provider: a race of its webhook, a poll's timer, the caller's cancel and the deadline. A webhook only wakes; what is
/// believed is what the provider says when asked. After the deadline the task is late, not failed: it is polled rarely until the
/// provider's 24 hours are over. Every replay loads the whole history, so a long one continues as new, here and nowhere else.
/// </summary>
internal sealed class WaitStep(TaskOrchestrationContext context, GenerationInput input, GenerationSignals signals)
{
    /// <summary>"Unknown task" is believed after so many looks in a row.</summary>
    public const int NotFoundLimit = 3;

    // A call of an activity is eight rows of history; a day of attempts to store the video needs room for thirty-five.
    private const int MaxCallsBeforeStoring = 10;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>True when the next execution goes on with the wait.</summary>
    public bool ContinuesAsNew { get; private set; }

    private DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <param name="state">How far the wait has come.</param>
    /// <param name="calls">How many activities the execution has called already.</param>
    /// <returns>How the generation ended; null when the provider has finished, or the next execution goes on.</returns>
    public async Task<Outcome?> RunAsync(WaitingState state, int calls)
    {
        var failed = false;
        while (!state.Finished)
        {
            // Only events that were not consumed outlive the execution, so what has come is handled first.
            if (calls >= input.Waiting.PollsPerExecution && !signals.HasCallback && !signals.IsCancelled) return ContinueAsNew(state);

            var pause = failed ? AfterFailure : PollSchedule.Next(input.Waiting, state, input.Task.TaskId.ToString(), Now);
            if (!state.PollAtOnce) await signals.WaitAsync(pause);
            if (signals.IsCancelled)
            {
                return Outcome.Cancelled("cancelled by the caller; the provider may finish and charge all the same") with
                {
                    LeftAtProvider = state.ProviderTaskId,
                };
            }
            var byWebhook = signals.TakeCallback() is not null || state.PollAtOnce;
            // The age is that of the question: its result may come only after a restart.
            var age = Now - state.SubmittedAt;
            var isLate = age >= input.Waiting.Deadline;
            var poll = await PollAsync(context, new PollInput(input.Task, state.ProviderTaskId, byWebhook, isLate));
            calls++;
            failed = poll is null;
            poll ??= new PollResult(PollKind.Unavailable);
            state = After(state, poll, age);
            if (EndOf(state, poll) is { } outcome) return outcome;
            if (state.Finished && calls > MaxCallsBeforeStoring) return ContinueAsNew(state);
        }
        return null;
    }

    /// <summary>Polls once: the next poll is the retry, since a policy's would fill the history.</summary>
    /// <returns>Null when our own storage is in trouble, which says nothing of the task.</returns>
    public static async Task<PollResult?> PollAsync(TaskOrchestrationContext context, PollInput poll)
    {
        try
        {
            return await context.CallActivityAsync<PollResult>(nameof(PollTask), poll);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }

    private Outcome? ContinueAsNew(WaitingState state)
    {
        context.ContinueAsNew(input with { Resumed = state }, preserveUnprocessedEvents: true);
        ContinuesAsNew = true;
        return null;
    }

    private WaitingState After(WaitingState state, PollResult poll, TimeSpan age) => state with
    {
        PollAtOnce = false,
        Polls = state.Polls + 1,
        RetryAfter = poll.RetryAfter,
        NotFoundInARow = poll.Kind != PollKind.NotFound || age <= input.Waiting.NotFoundGrace ? 0 : state.NotFoundInARow + 1,
        WithoutVideoSince = poll.Kind == PollKind.CompletedWithoutVideo ? state.WithoutVideoSince ?? Now : null,
        Finished = poll.Kind == PollKind.Completed,
    };

    private Outcome? EndOf(WaitingState state, PollResult poll)
    {
        if (poll.Kind == PollKind.Failed) return Outcome.Failed(poll.Failure ?? TaskFailure.Of(FailureCodes.UnknownError));
        if (poll.Kind == PollKind.Cancelled) return Outcome.Cancelled("cancelled at the provider");
        if (state.Finished) return null;
        var isOver = Now - state.SubmittedAt >= input.Waiting.GiveUp;
        var failure = state.NotFoundInARow >= NotFoundLimit ? TaskFailure.Of(FailureCodes.ProviderTaskLost)
            // The link may come later than the end, as a link that leads to no video yet may.
            : Now - state.WithoutVideoSince >= (isOver ? TimeSpan.Zero : input.Waiting.NotAVideo) ? TaskFailure.Of(
                FailureCodes.ProviderInvalidResponse, $"The provider says \"{poll.Said}\" and gives no link to a video.")
            : !isOver ? null
            : poll.Kind == PollKind.Running ? TaskFailure.Of(
                FailureCodes.TimedOutWaiting, $"The provider was still working when waiting for it ended. It said \"{poll.Said}\".")
            : TaskFailure.Of(
                FailureCodes.TimedOutWaiting, $"The provider could not be asked when waiting for it ended: {poll.Said ?? "no response"}.");
        return failure is null ? null : Outcome.Failed(failure, state.ProviderTaskId);
    }
}
