namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>
/// What must be true when all is over: nothing hangs, nothing paid for is lost, the caller knows, and every failure has its cause.
/// </summary>
internal sealed class FinalPromises(GenerationWorld world, Witness witness, Interleaving story)
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);
    private static readonly TimeSpan AlmostADay = TimeSpan.FromHours(23);

    private IEnumerable<Step> AllSteps => story.Before.Concat(story.Steps);

    /// <exception cref="BrokenPromiseException">A promise is broken.</exception>
    public async Task CheckAsync(bool ended)
    {
        var record = await world.ReadAsync();
        Demand(ended, $"It never ended: {record.State}, {record.Stage}", record);
        Demand(witness.TimesHeard >= 1, "The caller was never told", record);
        var saysUnpaid = record.History[^1].Reason.Contains("nothing was paid", StringComparison.Ordinal);
        Demand(!saysUnpaid || world.Provider.Paid == 0, "It says that nothing was paid, but something was", record);
        var isThere = world.Provider.Paid == 1 && record.Video is not null && world.Blobs.Count == 1;
        if (record.State == TaskState.Completed) Demand(isThere, "Completed without a paid video", record);
        else if (record.State == TaskState.Cancelled) CheckCancelled(record);
        else CheckFailed(record, record.Failure!);
    }

    private void CheckCancelled(TaskRecord record)
    {
        Demand(witness.WasCancelled || world.Provider.Ending == ProviderEnding.Cancelled, "Nobody cancelled it", record);
        Demand(record.Video is not null || world.Blobs.Count == 0, "The video is stored, and the cancelled task does not say so", record);
        var mustKeep = story.KeepsVideoAfterCancel && witness.WasCancelled && world.Provider.Ending == ProviderEnding.Completed
            && record.ProviderTaskId is not null && story.Duration < AlmostADay
            && witness.NotFounds + witness.WithoutLink + witness.NotVideos == 0
            && !witness.AnyActivityFailed;
        Demand(!mustKeep || record.Video is not null, "The late video of a cancelled task was not kept", record);
    }

    private void CheckFailed(TaskRecord record, TaskFailure failure)
    {
        Demand(HasCause(record, failure), "A failure without a cause", record);
        if (world.Provider.Paid == 0) return;
        if (world.Provider.Ending == ProviderEnding.Failed && failure.Code == FailureCodes.ServiceError) return;
        if (failure.Code == FailureCodes.SubmitOutcomeUnknown)
        {
            Demand(!witness.HasAnswer, "The provider's answer had come, and was forgotten", record);
            var mayForget = record.Restarts > 0 || witness.NotFounds >= 3;
            Demand(!witness.HasAdoptableCallback || mayForget, "A webhook had named the lost submission, and was forgotten", record);
            return;
        }
        var saysWhere = failure.Message.Contains(Outside.RightTask, StringComparison.Ordinal);
        Demand(saysWhere, "The failure does not say where the video is", record);
        Demand(world.Blobs.Count == 0, "The video is stored, but the task failed", record);
    }

    private bool HasCause(TaskRecord record, TaskFailure failure)
    {
        var waited = (record.CompletedAt ?? record.UpdatedAt) - world.Provider.AcceptedAt;
        return failure.Code switch
        {
            FailureCodes.ContentPolicyViolation => AllSteps.Contains(new Step.Submit(SubmitFate.Rejected)),
            // Refused connections alone, until it was too late to begin.
            FailureCodes.ServiceUnavailable => AllSteps.Contains(new Step.Submit(SubmitFate.NotSent))
                && record.CompletedAt - record.CreatedAt >= AnHour,
            FailureCodes.SubmitOutcomeUnknown => witness.Deaths > 0 || witness.AnyActivityFailed || story.DeliversTwice
                || AllSteps.Any(step => step is Step.Deliver
                    or Step.Submit { Fate: SubmitFate.RequestLost or SubmitFate.AnswerLost or SubmitFate.AnsweredWithoutId }),
            FailureCodes.ServiceError => world.Provider.Ending == ProviderEnding.Failed,
            FailureCodes.ProviderTaskLost => witness.NotFounds >= 3,
            FailureCodes.ProviderInvalidResponse => witness.WithoutLink >= 2
                || world.Provider.Ending == ProviderEnding.CompletedWithoutLink,
            // However many tries their hour, here a minute, had room for.
            FailureCodes.VideoIsWebPage or FailureCodes.VideoIncomplete => witness.NotVideos >= 2
                && record.CompletedAt - witness.FirstNotVideoAt >= InterleavingRun.NotAVideo,
            FailureCodes.TimedOutWaiting or FailureCodes.VideoDownloadFailed or FailureCodes.VideoLinkExpired => waited >= AlmostADay,
            FailureCodes.InternalError => record.Restarts >= 5,
            _ => false,
        };
    }

    private static void Demand(bool kept, string broken, TaskRecord record)
    {
        if (kept) return;
        var told = string.Join(" | ", record.History.Select(
            step => string.Create(CultureInfo.InvariantCulture, $"{step.At:HH:mm:ss} {step.Stage} {step.Reason}")));
        throw new BrokenPromiseException(
            $"{broken}: {record.State} {record.Failure?.Code} '{record.Failure?.Message}', restarts {record.Restarts}",
            $"at the end; {told}");
    }
}
