using Microsoft.DurableTask;
using Seedance.Functions.Activities;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// Gets the finished video into Blob Storage. The video is paid for, so broken downloads are tried again, ever more rarely, until the
/// provider has deleted it: at most 35 attempts in a day. A whole response that is not the video is asked for again for an hour or so.
/// </summary>
internal sealed class StoreStep(TaskOrchestrationContext context, GenerationInput input)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    public async Task<Outcome> RunAsync(WaitingState accepted)
    {
        DateTime? wrongSince = null;
        StoreResult? stored = null;
        for (var delay = FirstDelay; ; delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay)
        {
            var result = await StoreAsync();
            if (result.Kind == StoreKind.Stored) return Completed(result);
            // An attempt that failed early shows nothing of further videos, although some may be stored.
            if (result.StoredBlobs.Count() > (stored?.StoredBlobs.Count() ?? 0)) stored = result;

            var now = context.CurrentUtcDateTime;
            // Asking all day for a wrong video changes little; a connection may get better.
            wrongSince = FailureCodes.Describe(result.Failure!.Code).Has(FailureTraits.WrongVideo) ? wrongSince ?? now : null;
            var isOver = now - wrongSince >= input.Waiting.NotAVideo || now - accepted.SubmittedAt >= input.Waiting.GiveUp;
            if (isOver)
            {
                // Of several videos those that are stored are worth more than a failure.
                return stored is null ? Outcome.Failed(result.Failure, accepted.ProviderTaskId) : Completed(stored);
            }
            await context.CreateTimer(now + delay, CancellationToken.None);
        }
    }

    private static Outcome Completed(StoreResult stored)
        => Outcome.Completed(stored.Video!) with { MoreVideos = stored.MoreVideos, LastFrame = stored.LastFrame };

    private async Task<StoreResult> StoreAsync()
    {
        try
        {
            return await context.CallActivityAsync<StoreResult>(nameof(StoreVideo), input.Task);
        }
        catch (TaskFailedException)
        {
            // Our own storage is in trouble; it gets as much patience as the provider's.
            return new StoreResult(StoreKind.TryAgain) { Failure = TaskFailure.Of(FailureCodes.StorageFailed) };
        }
    }
}
