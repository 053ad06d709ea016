namespace Seedance.Functions.Storage;

/// <summary>What a task that has ended counts for in its client's budget.</summary>
public static class TaskCost
{
    /// <summary>
    /// Credits, or null when what was set aside stands: the charge is not known, or nobody knows whether there was one. Nothing is
    /// given back that may have been paid for.
    /// </summary>
    /// <param name="record">A task that has ended.</param>
    public static decimal? Of(TaskRecord record)
    {
        if (!record.IsTerminal) return null;
        if (record.CreditsCharged is { } charged) return charged;
        return MayHaveBeenCharged(record) ? null : 0;
    }

    private static bool MayHaveBeenCharged(TaskRecord record) => record.Submission switch
    {
        SubmissionState.None or SubmissionState.NotSent or SubmissionState.Rejected => false,
        SubmissionState.Accepted => record.State != TaskState.Failed || !IsProvidersFailure(record.Failure?.Code),
        _ => true,
    };

    // A generation that failed at the provider is not charged (EvoLink, pricing). Where it is this service that gave up, it may be.
    private static bool IsProvidersFailure(string? code) => code is not (
        null or FailureCodes.ProviderTaskLost or FailureCodes.ProviderInvalidResponse or FailureCodes.SubmitOutcomeUnknown
        or FailureCodes.TimedOutWaiting or FailureCodes.VideoNotValid or FailureCodes.VideoIsWebPage or FailureCodes.VideoEmpty
        or FailureCodes.VideoIncomplete or FailureCodes.VideoLinkExpired or FailureCodes.VideoLinkRedirected
        or FailureCodes.VideoHostNotAllowed or FailureCodes.VideoDestinationNotAllowed or FailureCodes.VideoTooLarge
        or FailureCodes.VideoDownloadTooSlow or FailureCodes.VideoDownloadFailed or FailureCodes.StorageFailed
        or FailureCodes.InternalError);
}
