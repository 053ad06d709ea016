namespace Seedance.Providers;

/// <summary>SeedanceApi.</summary>
public sealed class SeedanceApiProvider(HttpClient http, TimeProvider time) : IVideoProvider
{
    /// <inheritdoc />
    public string Name => ProviderNames.SeedanceApi;

    /// <inheritdoc />
    public bool ReplaysIdempotencyKey => false;

    /// <inheritdoc />
    public Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken) => throw new System.Diagnostics.UnreachableException(http + time.ToString());

    /// <inheritdoc />
    public Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken) => throw new System.Diagnostics.UnreachableException();

    /// <inheritdoc />
    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body) => throw new System.Diagnostics.UnreachableException();
}
