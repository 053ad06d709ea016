using System.Globalization;
using System.Net.Http.Headers;

namespace Seedance.Providers;

/// <summary>Reads how long a server asks to wait.</summary>
public static class RetryAfterHeader
{
    /// <summary>Seconds or an HTTP date (RFC 9110, 10.2.3), from zero to a maximum; null where absent or unreadable.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time, TimeSpan max)
    {
        if (!headers.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } value)
            return null;
        if (value.All(char.IsAsciiDigit))
            return int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) ? Clamp(TimeSpan.FromSeconds(seconds), max) : max;
        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date
            ? Clamp(date - time.GetUtcNow(), max)
            : null;
    }

    private static TimeSpan Clamp(TimeSpan wait, TimeSpan max) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > max ? max : wait;
}
