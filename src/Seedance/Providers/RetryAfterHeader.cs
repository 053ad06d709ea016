using System.Net.Http.Headers;

namespace Seedance.Providers;

public static class RetryAfterHeader
{
    // A durable timer may fire up to a second early.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A wait after which the time that was asked for is over: seconds or an HTTP date (RFC 9110, 10.2.3), from zero to a maximum,
    /// rounded up to whole seconds, and one more. Null where absent or unreadable.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time, TimeSpan max)
    {
        if (!headers.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } value)
            return null;
        if (value.All(char.IsAsciiDigit))
            return Wait(int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : max, max);
        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date
            ? Wait(date - time.GetUtcNow(), max)
            : null;
    }

    private static TimeSpan Wait(TimeSpan asked, TimeSpan max)
    {
        var granted = asked < TimeSpan.Zero ? TimeSpan.Zero : asked > max ? max : asked;
        return TimeSpan.FromSeconds(Math.Ceiling(granted.TotalSeconds)) + Early;
    }
}
