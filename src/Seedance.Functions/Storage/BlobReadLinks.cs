using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Seedance.Functions.Storage;

/// <summary>
/// Links that open one blob for reading for a while, without a key: signed with the account's key where the app has it (locally),
/// otherwise with a key that Azure delegates to the app's identity. They are secrets: in no log line and no record.
/// </summary>
public sealed partial class BlobReadLinks(BlobServiceClient blobs, TimeProvider time, ILogger<BlobReadLinks> logger)
{
    /// <summary>A delegated key lives for seven days (Azure Storage, Get User Delegation Key), here from the start of a UTC day.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromDays(7);

    // How long an earlier key serves before storage, which delegated no new one, is asked again.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<DateTimeOffset, Task<Response<UserDelegationKey>>> _keys = [];
    private DateTimeOffset _askAgainAt;

    /// <summary>The same blob, times (to the second) and disposition give the same link. It demands HTTPS where storage has it.</summary>
    /// <param name="startsOn">From when it opens, UTC: some minutes ago, since clocks differ.</param>
    /// <param name="expiresOn">Until when it opens, UTC: at most <see cref="KeyLife"/> after the start of that day.</param>
    /// <param name="contentDisposition">The <c>Content-Disposition</c> of storage's response; null for the blob's own.</param>
    public async Task<Uri> ToAsync(
        BlobClient blob, DateTimeOffset startsOn, DateTimeOffset expiresOn, string? contentDisposition, CancellationToken cancellationToken)
    {
        var sas = new BlobSasBuilder(BlobSasPermissions.Read, expiresOn)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = startsOn,
            ContentDisposition = contentDisposition,
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.None,
        };
        if (blob.CanGenerateSasUri) return blob.GenerateSasUri(sas);

        var key = await KeyAsync(startsOn, expiresOn, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, blob.AccountName) }.ToUri();
    }

    /// <summary>
    /// The key of the day on which a link starts, so that links need no request of their own. While storage delegates none, an earlier
    /// key that lives long enough serves.
    /// </summary>
    private async Task<UserDelegationKey> KeyAsync(DateTimeOffset startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken)
    {
        var day = new DateTimeOffset(startsOn.UtcDateTime.Date, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expiresOn, day + KeyLife);
        Task<Response<UserDelegationKey>>? key;
        UserDelegationKey? earlier;
        lock (_keys)
        {
            var now = time.GetUtcNow();
            foreach (var expired in _keys.Keys.Where(start => start + KeyLife <= now).ToList()) _keys.Remove(expired);
            earlier = _keys.Where(other => other.Key < day && other.Value.IsCompletedSuccessfully && expiresOn <= other.Key + KeyLife)
                .OrderBy(other => other.Key).LastOrDefault().Value?.Result.Value;
            var hasFailed = _keys.TryGetValue(day, out key) && key is { IsCompleted: true, IsCompletedSuccessfully: false };
            if (key is null || (hasFailed && (earlier is null || _askAgainAt <= now)))
            {
                // One caller's cancellation must not take the key from the others.
                _keys[day] = key = blobs.GetUserDelegationKeyAsync(day, day + KeyLife, CancellationToken.None);
                _askAgainAt = now + Pause;
            }
        }
        try
        {
            return (await key.WaitAsync(cancellationToken)).Value;
        }
        catch (Exception failure) when (earlier is not null && !cancellationToken.IsCancellationRequested)
        {
            LogNoKey(failure.GetType().Name);
            return earlier;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Storage delegates no key ({Failure}); an earlier one that is valid serves.")]
    private partial void LogNoKey(string failure);
}
