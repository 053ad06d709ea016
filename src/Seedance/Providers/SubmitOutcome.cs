using System.Text.Json.Serialization;

namespace Seedance.Providers;

/// <summary>What came of a submit, told apart by what may be done next without paying twice.</summary>
/// <remarks>Serialize it as this type: a case serialized by its own type lacks the discriminator.</remarks>
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(NotSent), "notSent")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>The provider has the task.</summary>
    /// <param name="Task">The task as just created.</param>
    /// <param name="Replayed">The provider says that an earlier attempt had created it.</param>
    public sealed record Accepted(ProviderTask Task, bool Replayed) : SubmitOutcome;

    /// <summary>No task exists and none was begun: submitting again is safe.</summary>
    /// <param name="Reason">Why, in a few words; no secrets.</param>
    /// <param name="RetryAfter">How long to wait as the provider asked, at most 31 s.</param>
    public sealed record NotSent(string Reason, TimeSpan? RetryAfter) : SubmitOutcome;

    /// <summary>The provider refused for good.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Rejected(TaskFailure Failure) : SubmitOutcome;

    /// <summary>A task may exist and may be paid. Never submit again as new work.</summary>
    /// <param name="Reason">Why, in a few words; no secrets.</param>
    public sealed record Unknown(string Reason) : SubmitOutcome;
}
