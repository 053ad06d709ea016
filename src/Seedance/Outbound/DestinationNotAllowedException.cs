namespace Seedance.Outbound;

/// <summary>A request was about to leave for a destination that is not allowed. Trying again does not help.</summary>
public sealed class DestinationNotAllowedException : HttpRequestException
{
    /// <summary>The message does not say what was found there: it may reach whoever chose the URL.</summary>
    public DestinationNotAllowedException()
        : base("not allowed")
    {
    }

    /// <summary>Whether a request failed because of this: the client wraps what is thrown while connecting.</summary>
    public static bool IsCauseOf(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DestinationNotAllowedException)
                return true;
        }
        return false;
    }
}
