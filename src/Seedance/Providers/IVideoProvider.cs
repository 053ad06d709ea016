namespace Seedance.Providers;

/// <summary>A video generation API. Every call is one attempt; the caller decides whether and when to repeat it.</summary>
public interface IVideoProvider
{
    /// <summary>One of <see cref="ProviderNames"/>.</summary>
    string Name { get; }

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

/// <summary>The configured providers.</summary>
public interface IVideoProviders
{
    /// <exception cref="KeyNotFoundException">No provider of this name is configured.</exception>
    IVideoProvider Get(string name);
}

/// <inheritdoc cref="IVideoProviders" />
public sealed class VideoProviders(IEnumerable<IVideoProvider> providers) : IVideoProviders
{
    private readonly FrozenDictionary<string, IVideoProvider> _byName =
        providers.ToFrozenDictionary(provider => provider.Name, StringComparer.Ordinal);

    public IVideoProvider Get(string name)
        => _byName.GetValueOrDefault(name) ?? throw new KeyNotFoundException($"No provider named '{name}' is configured.");
}
