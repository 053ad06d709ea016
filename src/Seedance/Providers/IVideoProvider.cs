namespace Seedance.Providers;

/// <summary>A video generation API. Every call is one attempt: who may repeat it, and when, is decided by the caller.</summary>
public interface IVideoProvider
{
    /// <summary>One of <see cref="ProviderNames"/>.</summary>
    string Name { get; }

    /// <summary>Whether a submit repeated with the same idempotency key gives the first task back instead of a second one.</summary>
    bool ReplaysIdempotencyKey { get; }

    /// <summary>Submits a generation. Paid: see <see cref="SubmitOutcome"/> for what may be repeated.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the outcome is unknown.</exception>
    Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken);

    /// <summary>Reads a task. Free, and may be repeated at will.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken);

    /// <summary>The task id in the body of a callback, or null when it names no well-formed one. Never throws.</summary>
    string? ReadCallbackTaskId(ReadOnlyMemory<byte> body);
}
