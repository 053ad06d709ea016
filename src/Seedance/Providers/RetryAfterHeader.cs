using System.Globalization;
using System.Net.Http.Headers;

namespace Seedance.Providers;

/// <summary>Reads how long a server asks to wait.</summary>
public static class RetryAfterHeader
{
    // As EvoLink's own client does: a wait that is longer than this is asked for again.
    internal static readonly TimeSpan ProviderCap = TimeSpan.FromSeconds(30);

    // A durable timer may fire up to a second early.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long to wait so that what was asked is surely over: seconds or an HTTP date (RFC 9110, 10.2.3), rounded up to whole seconds,
    /// and one more. Null where absent or unreadable.
    /// </summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="time">Tells what a date is from now.</param>
    /// <param name="cap">The most that is granted of what was asked.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time, TimeSpan cap)
    {
        if (!headers.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } value)
            return null;
        if (value.All(char.IsAsciiDigit))
            return Granted(int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : cap, cap);
        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date
            ? Granted(date - time.GetUtcNow(), cap)
            : null;
    }

    private static TimeSpan Granted(TimeSpan asked, TimeSpan cap)
    {
        var granted = asked < TimeSpan.Zero ? TimeSpan.Zero : asked > cap ? cap : asked;
        return TimeSpan.FromSeconds(Math.Ceiling(granted.TotalSeconds)) + Early;
    }
}
