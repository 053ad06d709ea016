using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs;

namespace Seedance.Functions.Storage;

/// <summary>
/// The keys that Azure Storage delegates to this app's identity, kept for as long as they are of use: a link needs no request of
/// its own. There is one key for each UTC day on which links begin, and it lives for the seven days that Azure allows; so the key
/// of a link follows from the link's beginning alone, and a new one is asked for six days before the last one ends.
/// </summary>
public sealed partial class DelegationKeys(BlobServiceClient blobs, TimeProvider time, ILogger<DelegationKeys> logger)
{
    /// <summary>Azure Storage, Get User Delegation Key: a key ends within seven days.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    // While storage delegates nothing, an earlier key that is still good serves; storage is asked again after this.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<DateTimeOffset, Task<UserDelegationKey>> _keys = [];
    private DateTimeOffset _pausedUntil;

    /// <summary>The key for a link that begins and ends then. Whoever asks meanwhile waits for the same answer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No key lives as long as the link should.</exception>
    public async Task<UserDelegationKey> ForAsync(DateTimeOffset startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken)
    {
        var day = new DateTimeOffset(startsOn.UtcDateTime.Date, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expiresOn, day + Life);

        if (Asked(day, expiresOn) is not { } asked) return Earlier(day, expiresOn)!;
        try
        {
            return await asked.WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Earlier(day, expiresOn) is not null)
        {
            Log.NotDelegated(logger, failure.GetType().Name);
            lock (_gate) _pausedUntil = time.GetUtcNow() + Pause;
            return Earlier(day, expiresOn)!;
        }
    }

    // Null while it is no use asking again and an earlier key serves.
    private Task<UserDelegationKey>? Asked(DateTimeOffset day, DateTimeOffset expiresOn)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var ended in _keys.Keys.Where(key => key + Life <= now).ToList()) _keys.Remove(ended);

            if (_keys.TryGetValue(day, out var known) && (!known.IsCompleted || known.IsCompletedSuccessfully)) return known;
            if (now < _pausedUntil && Earlier(day, expiresOn) is not null) return null;
            // One caller's cancellation must not take the key from the others.
            return _keys[day] = AskAsync(day);
        }
    }

    private async Task<UserDelegationKey> AskAsync(DateTimeOffset day)
        => (await blobs.GetUserDelegationKeyAsync(day, day + Life, CancellationToken.None)).Value;

    private UserDelegationKey? Earlier(DateTimeOffset day, DateTimeOffset expiresOn)
    {
        lock (_gate)
        {
            return _keys.Where(key => key.Key < day && key.Value.IsCompletedSuccessfully && expiresOn <= key.Value.Result.SignedExpiresOn)
                .OrderByDescending(key => key.Key)
                .Select(key => key.Value.Result)
                .FirstOrDefault();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Storage delegated no key ({Failure}); an earlier one that is still good serves.")]
        public static partial void NotDelegated(ILogger logger, string failure);
    }
}
