using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Gets the finished video into Blob Storage. The video is paid for, so broken downloads are tried again, ever more rarely, until
/// the provider has forgotten it; an answer that is something else than the video is asked for again for an hour or so.
/// </summary>
internal sealed class StoreStep(TaskOrchestrationContext context, GenerationInput input, ExecutionLength length)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    public async Task<Outcome> RunAsync(WaitingState state)
    {
        DateTime? wrongSince = null;
        StoreResult? stored = null;
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            length.Add();
            var result = await StoreAsync();
            if (result.Kind == StoreKind.Stored) return Completed(result);
            // A look at the provider that failed shows nothing of further videos, although some may be stored.
            if (result.StoredBlobs.Count() > (stored?.StoredBlobs.Count() ?? 0)) stored = result;
            if (result.Kind == StoreKind.Failed) return Ended(result.Failure!);

            var now = context.CurrentUtcDateTime;
            wrongSince = IsWrongAnswer(result.Failure!.Code) ? wrongSince ?? now : null;
            var over = new DateTimeOffset(now, TimeSpan.Zero) - state.SubmittedAt >= input.Waiting.GiveUp;
            if (over || now - wrongSince >= input.Waiting.NotAVideo) return Ended(result.Failure);

            await context.CreateTimer(now + delay, CancellationToken.None);
        }

        // Of several videos those that are stored are worth more than a failure.
        Outcome Ended(TaskFailure failure) => stored is null ? Outcome.Failed(failure, state) : Completed(stored);
    }

    private static Outcome Completed(StoreResult stored)
        => Outcome.Completed(stored.Video!) with { MoreVideos = stored.MoreVideos, LastFrame = stored.LastFrame };

    /// <summary>Whether it was a whole answer, and the wrong one: asking for it all day changes little. A connection may get better.</summary>
    private static bool IsWrongAnswer(string code) => code
        is FailureCodes.VideoNotValid or FailureCodes.VideoIsWebPage or FailureCodes.VideoEmpty or FailureCodes.VideoIncomplete
        or FailureCodes.VideoTooLarge or FailureCodes.VideoLinkRedirected or FailureCodes.VideoHostNotAllowed;

    private async Task<StoreResult> StoreAsync()
    {
        try
        {
            return await context.CallActivityAsync<StoreResult>(nameof(StoreVideo), new TaskReference(input.Client, input.TaskId));
        }
        catch (TaskFailedException)
        {
            // Our own storage is in trouble; it gets as much patience as the provider's.
            return new StoreResult(StoreKind.TryAgain) { Failure = TaskFailure.Of(FailureCodes.StorageFailed) };
        }
    }
}
