namespace Seedance.Providers;

/// <summary>A video generation API. Every call is one attempt; the caller decides whether and when to repeat it.</summary>
public interface IVideoProvider
{
    /// <summary>Whether a submit repeated with the same idempotency key returns the first task instead of a second one.</summary>
    bool ReplaysIdempotencyKey { get; }

    /// <summary>Submits a generation. Paid: see <see cref="SubmitOutcome"/> for what may be repeated.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the outcome is unknown.</exception>
    Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken);

    /// <summary>Reads a task. Free, and may be repeated.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken);

    /// <summary>The task id in the body of a callback, or null when it names no well-formed one. Never throws.</summary>
    string? ReadCallbackTaskId(ReadOnlyMemory<byte> body);
}

/// <summary>What is submitted to a provider.</summary>
/// <param name="IdempotencyKey">16 to 96 characters of <c>[A-Za-z0-9._-]</c>, the same for every attempt at one task.</param>
/// <param name="CallbackUrl">Where the provider reports to: this service, never the caller. Null for polling only.</param>
public sealed record VideoSubmission(VideoRequest Request, string IdempotencyKey, Uri? CallbackUrl);

/// <summary>
/// The outcome of a submit; its cases differ in what may be done next without paying twice. Reasons are a few words without secrets.
/// </summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome() { }

    /// <summary>The provider has the task.</summary>
    /// <param name="Replayed">The provider says that an earlier attempt created it.</param>
    public sealed record Accepted(ProviderTask Task, bool Replayed) : SubmitOutcome;

    /// <summary>No task exists and none was started: submitting again is safe.</summary>
    /// <param name="Failure">Why, in case it never gets better.</param>
    /// <param name="RetryAfter">How long the provider asked to wait, at most 31 s.</param>
    public sealed record NotSent(TaskFailure Failure, TimeSpan? RetryAfter) : SubmitOutcome;
    public sealed record Rejected(TaskFailure Failure) : SubmitOutcome;

    /// <summary>A task may exist and may be paid. Never submit again as new work.</summary>
    /// <param name="Answered">
    /// The provider took the request and responded, so that not even a replay is safe where keys are ignored. False when nothing but
    /// perhaps a gateway's page came back.
    /// </param>
    public sealed record Unknown(string Reason, bool Answered) : SubmitOutcome;
}

/// <summary>The outcome of reading a task. Reasons are a few words without secrets.</summary>
public abstract record PollOutcome
{
    private PollOutcome() { }

    /// <summary>The task as the provider has it. Completed without a result URL is possible, and is not success.</summary>
    public sealed record Found(ProviderTask Task) : PollOutcome;

    /// <summary>The provider does not know the task; right after a submit it may only not know it yet.</summary>
    public sealed record NotFound : PollOutcome;

    /// <summary>The provider's response was not usable. That says nothing about the task.</summary>
    /// <param name="RetryAfter">How long the provider asked to wait, at most 31 s.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter) : PollOutcome;
}

/// <summary>A task as a provider describes it, in neutral words.</summary>
public sealed record ProviderTask
{
    /// <summary>The provider's id. Opaque.</summary>
    public required string Id { get; init; }

    /// <summary>The state. A status that is not known counts as processing, with a result as completed.</summary>
    public required TaskState State { get; init; }

    /// <summary>The provider's own word for it, cut to 64 characters; empty where it gave none.</summary>
    public required string ProviderStatus { get; init; }
    public int? Progress { get; init; }

    /// <summary>Links that may lead to the finished video; the first that is a video is the task's. They expire within 24 hours.</summary>
    public IReadOnlyList<string> ResultUrls { get; init; } = [];

    /// <summary>A link to the video's last frame, a picture, where one is offered. It expires as the others do.</summary>
    public string? LastFrameUrl { get; init; }
    public decimal? CreditsReserved { get; init; }

    /// <summary>Credits charged, where given; null until the state is terminal.</summary>
    public decimal? CreditsCharged { get; init; }

    /// <summary>Why it failed; set exactly when <see cref="State"/> is failed.</summary>
    public TaskFailure? Failure { get; init; }
}

public sealed class VideoProviders(IReadOnlyDictionary<string, IVideoProvider> byName)
{
    /// <exception cref="KeyNotFoundException">No provider of this name is configured.</exception>
    public IVideoProvider Get(string name)
        => byName.GetValueOrDefault(name) ?? throw new KeyNotFoundException($"No provider named '{name}' is configured.");
}
