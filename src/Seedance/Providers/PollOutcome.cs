using System.Text.Json.Serialization;

namespace Seedance.Providers;

/// <summary>What came of reading a task.</summary>
/// <remarks>Serialize it as this type: a case serialized by its own type lacks the discriminator.</remarks>
[JsonDerivedType(typeof(Found), "found")]
[JsonDerivedType(typeof(NotFound), "notFound")]
[JsonDerivedType(typeof(Unavailable), "unavailable")]
public abstract record PollOutcome
{
    private PollOutcome()
    {
    }

    /// <summary>The task as the provider has it.</summary>
    /// <param name="Task">The task. Completed without a result URL is possible, and is not success.</param>
    public sealed record Found(ProviderTask Task) : PollOutcome;

    /// <summary>The provider does not know the task; right after a submit it may only not know it yet.</summary>
    public sealed record NotFound : PollOutcome;

    /// <summary>The provider could not be asked. Says nothing about the task.</summary>
    /// <param name="Reason">Why, in a few words; no secrets.</param>
    /// <param name="RetryAfter">How long to wait as the provider asked, at most 31 s.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter) : PollOutcome;
}
