namespace Seedance.Providers;

/// <summary>The outcome of a submit; its cases differ in what may be done next without paying twice.</summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>The provider has the task.</summary>
    /// <param name="Replayed">The provider says that an earlier attempt created it.</param>
    public sealed record Accepted(ProviderTask Task, bool Replayed) : SubmitOutcome;

    /// <summary>No task exists and none was started: submitting again is safe.</summary>
    /// <param name="Reason">A few words; no secrets.</param>
    /// <param name="RetryAfter">How long the provider asked to wait, at most 31 s.</param>
    public sealed record NotSent(string Reason, TimeSpan? RetryAfter) : SubmitOutcome;

    /// <summary>The provider refused for good.</summary>
    public sealed record Rejected(TaskFailure Failure) : SubmitOutcome;

    /// <summary>A task may exist and may be paid. Never submit again as new work.</summary>
    /// <param name="Reason">A few words; no secrets.</param>
    public sealed record Unknown(string Reason) : SubmitOutcome;
}
