using System.Globalization;
using System.Net.Http.Headers;

namespace Seedance.Providers;

/// <summary>Reads how long a server asks to wait.</summary>
public static class RetryAfterHeader
{
    // As EvoLink's own client does: a wait that is longer than this is asked for again.
    internal static readonly TimeSpan ProviderCap = TimeSpan.FromSeconds(30);

    /// <summary>Seconds or an HTTP date (RFC 9110, 10.2.3), between nothing and a cap; null where absent or unreadable.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="time">Tells what a date is from now.</param>
    /// <param name="cap">The most.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time, TimeSpan cap)
    {
        if (!headers.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } value)
            return null;
        if (value.All(char.IsAsciiDigit))
            return int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) ? Clamp(TimeSpan.FromSeconds(seconds), cap) : cap;
        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date
            ? Clamp(date - time.GetUtcNow(), cap)
            : null;
    }

    private static TimeSpan Clamp(TimeSpan wait, TimeSpan cap) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > cap ? cap : wait;
}
