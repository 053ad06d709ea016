using Microsoft.DurableTask;

namespace Seedance.Functions.Generation;

/// <summary>
/// Gets the finished video into Blob Storage. The video is paid for, so broken downloads are tried again, ever more rarely, until
/// the provider has forgotten it; what is not a video is given fewer chances.
/// </summary>
internal sealed class StoreStep(TaskOrchestrationContext context, GenerationInput input, ExecutionLength length)
{
    private const int NotValidLimit = 5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    public async Task<Outcome> RunAsync(WaitingState state)
    {
        var notValid = 0;
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            length.Add();
            var result = await StoreAsync();
            if (result.Kind == StoreKind.Stored) return Outcome.Completed(result.Video!);
            if (result.Kind == StoreKind.Failed) return Outcome.Failed(result.Failure!, state);

            if (result.Failure!.Code == FailureCodes.VideoNotValid) notValid++;
            var over = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) - state.SubmittedAt >= input.Waiting.GiveUp;
            if (over || notValid >= NotValidLimit) return Outcome.Failed(result.Failure, state);

            await context.CreateTimer(context.CurrentUtcDateTime + delay, CancellationToken.None);
        }
    }

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
