namespace Seedance.Signing;

/// <summary>The <c>sig</c> parameter of a result link: it opens one video without a key, for ever, and says whose it is.</summary>
public static class LinkSignature
{
    private const string Purpose = "seedance-link-v1";

    /// <summary>Makes the signature of one task's link.</summary>
    /// <param name="key">The HMAC key, at least 32 bytes.</param>
    /// <param name="client">The client the task belongs to.</param>
    /// <param name="taskId">The task.</param>
    public static string Create(byte[] key, string client, string taskId) =>
        ClientToken.Create(key, Purpose, client, taskId);

    /// <summary>The client the signature was made for, or null when it was not made with one of the keys for this task.</summary>
    /// <param name="signature">The signature as received.</param>
    /// <param name="taskId">The task in the URL.</param>
    /// <param name="keys">The keys that are accepted.</param>
    public static string? Verify(string signature, string taskId, params ReadOnlySpan<byte[]> keys) =>
        ClientToken.Verify(signature, Purpose, keys, taskId);
}
