namespace Seedance.Signing;

/// <summary>
/// The token in the URL that a provider is told to report a task to. Providers sign nothing; the token is what proves that a
/// report was invited, and it says whose task it is.
/// </summary>
public static class WebhookToken
{
    private const string Purpose = "seedance-webhook-v1";

    /// <summary>Makes the token of one task.</summary>
    /// <param name="key">The HMAC key, at least 32 bytes.</param>
    /// <param name="provider">One of <see cref="ProviderNames"/>.</param>
    /// <param name="client">The client the task belongs to.</param>
    /// <param name="taskId">The task.</param>
    public static string Create(byte[] key, string provider, string client, string taskId) =>
        ClientToken.Create(key, Purpose, client, provider, taskId);

    /// <summary>The client the token was made for, or null when it was not made with one of the keys for this task.</summary>
    /// <param name="token">The token as received.</param>
    /// <param name="provider">The provider in the URL.</param>
    /// <param name="taskId">The task in the URL.</param>
    /// <param name="keys">The current key and, while keys are changed, the previous one.</param>
    public static string? Verify(string token, string provider, string taskId, params ReadOnlySpan<byte[]> keys) =>
        ClientToken.Verify(token, Purpose, keys, provider, taskId);
}
