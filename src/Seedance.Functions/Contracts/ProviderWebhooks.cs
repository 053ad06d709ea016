using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>
/// The webhook URLs that providers are given: one per task, <c>/webhooks/{provider}/{taskId}/{token}</c>. Providers sign nothing, so
/// the token tells their calls from a stranger's; it carries the client's name, under its own HMAC.
/// </summary>
public sealed class ProviderWebhooks(IOptions<SeedanceOptions> options)
{
    private readonly byte[][] _keys =
    [
        .. new[] { options.Value.WebhookKey, options.Value.WebhookKeyPrevious }
            .Where(key => !string.IsNullOrEmpty(key)).Select(key => Convert.FromBase64String(key!)),
    ];

    /// <summary>Whether providers can reach this app.</summary>
    public bool AreOn => options.Value.PublicBaseUrl is { Length: > 0 };

    /// <summary>The URL for a task's provider to call; null while there is no public address.</summary>
    public Uri? UrlFor(TaskRecord record)
    {
        if (!AreOn) return null;
        var token = WebhookToken.Create(_keys[0], record.Request.Provider, record.Client, record.Id.ToString());
        return new Uri($"{options.Value.PublicBaseUrl!.TrimEnd('/')}/webhooks/{record.Request.Provider}/{record.Id}/{token}");
    }

    /// <summary>Whose task it is, when this app gave out the token for that task, with the current key or the previous one; else null.</summary>
    public string? ClientOf(string provider, TaskId taskId, string token) => WebhookToken.Verify(token, provider, taskId.ToString(), _keys);
}
