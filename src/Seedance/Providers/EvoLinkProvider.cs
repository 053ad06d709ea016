namespace Seedance.Providers;

/// <summary>EvoLink.</summary>
public sealed class EvoLinkProvider(HttpClient http, TimeProvider time) : IVideoProvider
{
    /// <inheritdoc />
    public string Name => ProviderNames.EvoLink;

    /// <inheritdoc />
    public bool ReplaysIdempotencyKey => true;

    /// <inheritdoc />
    public Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken) => throw new System.Diagnostics.UnreachableException(http + time.ToString());

    /// <inheritdoc />
    public Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken) => throw new System.Diagnostics.UnreachableException();

    /// <inheritdoc />
    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body) => throw new System.Diagnostics.UnreachableException();
}
