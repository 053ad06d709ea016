namespace Seedance.Providers;

/// <summary>The outcome of reading a task.</summary>
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

    /// <summary>The provider gave no usable answer. That says nothing about the task.</summary>
    /// <param name="Reason">A few words; no secrets.</param>
    /// <param name="RetryAfter">How long the provider asked to wait, at most 31 s.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter) : PollOutcome;
}

/// <summary>A task as a provider describes it, in neutral words.</summary>
public sealed record ProviderTask
{
    /// <summary>The provider's id. Opaque.</summary>
    public required string Id { get; init; }

    /// <summary>The state; a status that is not known counts as processing.</summary>
    public required TaskState State { get; init; }

    /// <summary>The provider's own word for it, cut to 64 characters; empty where it gave none.</summary>
    public required string ProviderStatus { get; init; }

    /// <summary>0 to 100, where given.</summary>
    public int? Progress { get; init; }

    /// <summary>Links to the finished video; the first that is a video is the task's. They expire within 24 hours.</summary>
    public IReadOnlyList<string> ResultUrls { get; init; } = [];

    /// <summary>A link to the video's last frame, a picture, where one is offered. It expires as the others do.</summary>
    public string? LastFrameUrl { get; init; }

    /// <summary>Credits reserved at submission, where given.</summary>
    public decimal? CreditsReserved { get; init; }

    /// <summary>Credits charged, where given; null until the state is terminal.</summary>
    public decimal? CreditsCharged { get; init; }

    /// <summary>Why it failed; set exactly when <see cref="State"/> is failed.</summary>
    public TaskFailure? Failure { get; init; }
}
