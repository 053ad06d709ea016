using Azure.Core.Pipeline;
using Azure.Core;

namespace Seedance.Functions.Storage;

/// <summary>
/// How long storage is waited for. Within an HTTP request an operation is given up soon enough for the caller to have an answer
/// within 30 s: a try takes at most 8 s, and there is no other once 7 s are over. Everywhere else the SDK's own patience holds.
/// </summary>
/// <param name="maxRetries">How often an operation is tried again.</param>
internal sealed class StorageRetries(int maxRetries) : RetryPolicy(maxRetries, DelayStrategy.CreateExponentialDelayStrategy())
{
    private const string RequestProperty = "Seedance.WithinRequest";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    // A timeout may fire a little early.
    private static readonly TimeSpan LastRetry = Limit - TimeSpan.FromSeconds(1);

    /// <summary>Marks what is called until the scope is disposed as part of an HTTP request.</summary>
    public static IDisposable WithinRequest()
        => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [RequestProperty] = true });

    protected override void OnSendingRequest(HttpMessage message)
    {
        if (IsWithinRequest(message)) message.NetworkTimeout = Limit;
    }

    protected override ValueTask OnSendingRequestAsync(HttpMessage message)
    {
        OnSendingRequest(message);
        return default;
    }

    protected override bool ShouldRetry(HttpMessage message, Exception? exception)
        => !IsOutOfTime(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
        => IsOutOfTime(message) ? new(false) : base.ShouldRetryAsync(message, exception);

    private static bool IsOutOfTime(HttpMessage message)
        => IsWithinRequest(message) && DateTimeOffset.UtcNow - message.ProcessingContext.StartTime >= LastRetry;

    private static bool IsWithinRequest(HttpMessage message) => message.TryGetProperty(RequestProperty, out _);
}
