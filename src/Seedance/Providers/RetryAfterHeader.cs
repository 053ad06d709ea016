using System.Globalization;
using System.Net.Http.Headers;

namespace Seedance.Providers;

/// <summary>Reads how long a provider asks to wait.</summary>
internal static class RetryAfterHeader
{
    // As EvoLink's own client does: a wait that is longer than this is asked for again.
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    /// <summary>Seconds or an HTTP date, between nothing and 30 s; null where absent or unreadable.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } value)
            return null;
        if (value.All(char.IsAsciiDigit))
            return int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) ? Clamp(TimeSpan.FromSeconds(seconds)) : Cap;
        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date
            ? Clamp(date - time.GetUtcNow())
            : null;
    }

    private static TimeSpan Clamp(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Cap ? Cap : wait;
}
